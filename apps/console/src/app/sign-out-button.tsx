import { Button } from '@mantine/core';
import { keptKey } from '../api/kept-key';

/** Shown only if there is a key to forget. */
export function SignOutButton() {
  if (keptKey.get() === null) return null;
  const signOut = () => {
    keptKey.forget();
    location.reload();
  };
  return (
    <Button variant="default" onClick={signOut}>
      Forget the API key
    </Button>
  );
}
