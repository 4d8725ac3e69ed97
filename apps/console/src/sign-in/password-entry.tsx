import { Alert, Button, PasswordInput, TextInput } from '@mantine/core';
import { OmeClient } from '@ome/client';
import { useState } from 'react';
import { EntryFrame } from './entry-frame';
import { OtherWay } from './other-way';
import { useAttempt } from './use-attempt';

interface PasswordEntryProps {
  /** Whether people sign in at an identity provider, too. */
  oidc: boolean;
  /** Why nobody is signed in. */
  hint: string | null;
  onSignedIn: () => void;
  onKey: () => void;
  onSetup: () => void;
}

export function PasswordEntry({ oidc, hint, onSignedIn, onKey, onSetup }: PasswordEntryProps) {
  const [given, setGiven] = useState({ login: '', password: '', code: '' });
  const { fault, isBusy, attempt } = useAttempt();
  const take =
    (field: keyof typeof given) =>
    ({ currentTarget: { value } }: React.ChangeEvent<HTMLInputElement>) =>
      setGiven({ ...given, [field]: value });
  const signIn = () =>
    attempt(async () => {
      const login = given.login.trim().toLowerCase();
      await new OmeClient({ url: '' }).session.open({ ...given, login, code: given.code.trim() });
      onSignedIn();
    });
  const text = fault ?? hint;

  return (
    <EntryFrame onSubmit={() => void signIn()}>
      {text !== null && (
        <Alert color={fault ? 'red' : 'gray'} role="alert">
          {text}
        </Alert>
      )}
      <TextInput
        label="Login"
        autoComplete="username"
        autoFocus
        required
        value={given.login}
        onChange={take('login')}
      />
      <PasswordInput
        label="Password"
        autoComplete="current-password"
        required
        value={given.password}
        onChange={take('password')}
      />
      <TextInput
        label="Code"
        description="Of the authenticator app, or a recovery code"
        autoComplete="one-time-code"
        required
        value={given.code}
        onChange={take('code')}
      />
      <Button type="submit" loading={isBusy}>
        Sign in
      </Button>
      {oidc && (
        <Button component="a" href="/session/oidc" variant="default">
          Sign in at the identity provider
        </Button>
      )}
      <OtherWay onChoose={onSetup}>I have a setup code</OtherWay>
      <OtherWay onChoose={onKey}>Use an API key</OtherWay>
    </EntryFrame>
  );
}
