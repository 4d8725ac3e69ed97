import { Button } from '@mantine/core';
import { keptKey } from '../api/kept-key';
import { closeQueues } from './queues-link';

/** Shown only if there is a key to forget. */
export function SignOutButton() {
  const key = keptKey.get();
  if (key === null) return null;
  const signOut = async () => {
    keptKey.forget();
    await closeQueues(key).catch(() => undefined);
    location.reload();
  };
  return (
    <Button variant="default" onClick={() => void signOut()}>
      Forget the API key
    </Button>
  );
}
