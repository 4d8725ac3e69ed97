import { NavLink as MenuLink } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconListDetails } from '@tabler/icons-react';
import { keptKey } from '../api/kept-key';
import { problemText } from '../feedback/fields-text';
import classes from './shell.module.css';

const QUEUES = '/queues';

/**
 * The queue board is not a page of the console: the browser opens it with a cookie instead of a
 * key.
 */
async function goToQueues(event: React.MouseEvent): Promise<void> {
  const key = keptKey.get();
  if (key === null) return;
  event.preventDefault();
  try {
    const headers = { authorization: `Bearer ${key}` };
    const answer = await fetch(`${QUEUES}/session`, { method: 'POST', headers });
    if (answer.ok) return location.assign(QUEUES);
    const { detail } = (await answer.json()) as { detail?: string };
    refuse(detail ?? `The API answers ${answer.status}.`);
  } catch (error) {
    refuse(problemText(error));
  }
}

/** The cookie of the queues would otherwise be good for the rest of its hour. */
export async function closeQueues(key: string): Promise<void> {
  const headers = { authorization: `Bearer ${key}` };
  await fetch(`${QUEUES}/session`, { method: 'DELETE', headers });
}

const refuse = (message: string) =>
  notifications.show({ title: 'The queues cannot be opened', message, color: 'red' });

export function QueuesLink() {
  return (
    <MenuLink
      href={QUEUES}
      label="Queues"
      leftSection={<IconListDetails size={17} stroke={1.6} aria-hidden />}
      className={classes.link}
      onClick={(event) => void goToQueues(event)}
    />
  );
}
