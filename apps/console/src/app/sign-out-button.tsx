import { Button, Text } from '@mantine/core';
import { keptKey } from '../api/kept-key';
import { useSession } from '../api/session';
import { closeQueues } from './queues-link';

/** Shown only if there is a session to end or a key to forget. */
export function SignOutButton() {
  const { client, person } = useSession();
  const key = keptKey.get();
  if (person) {
    const signOut = async (end: () => Promise<{ endSessionUrl: string | null }>) => {
      const ended = await end().catch(() => ({ endSessionUrl: null }));
      location.assign(ended.endSessionUrl ?? '/console/');
    };
    return (
      <>
        <Text size="sm">Signed in as {person.name}</Text>
        <Button variant="default" onClick={() => void signOut(() => client.session.close())}>
          Sign out
        </Button>
        <Button variant="default" onClick={() => void signOut(() => client.session.closeAll())}>
          Sign out everywhere
        </Button>
      </>
    );
  }
  if (key === null) return null;
  const forget = async () => {
    keptKey.forget();
    await closeQueues(key).catch(() => undefined);
    location.reload();
  };
  return (
    <Button variant="default" onClick={() => void forget()}>
      Forget the API key
    </Button>
  );
}
