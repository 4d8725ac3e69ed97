import { Alert, Button, Code, Image, List, PasswordInput, Text, TextInput } from '@mantine/core';
import { OmeClient } from '@ome/client';
import type { AuthenticatorView } from '@ome/contracts';
import { useState } from 'react';
import { EntryFrame } from './entry-frame';
import { OtherWay } from './other-way';
import { useAttempt } from './use-attempt';

interface SetupEntryProps {
  onSignedIn: () => void;
  onPassword: () => void;
}

/** Chooses a password and an authenticator app, with the code of an administrator. */
export function SetupEntry({ onSignedIn, onPassword }: SetupEntryProps) {
  const [given, setGiven] = useState({ login: '', setupCode: '', password: '', code: '' });
  const [app, setApp] = useState<AuthenticatorView | null>(null);
  const [recoveryCodes, setRecoveryCodes] = useState<string[] | null>(null);
  const { fault, isBusy, attempt } = useAttempt();
  const [client] = useState(() => new OmeClient({ url: '' }));
  const take =
    (field: keyof typeof given) =>
    ({ currentTarget: { value } }: React.ChangeEvent<HTMLInputElement>) =>
      setGiven({ ...given, [field]: value.trimStart() });
  const { login, setupCode } = given;
  const show = () =>
    attempt(async () => setApp(await client.session.authenticator({ login, setupCode })));
  const choose = () =>
    attempt(async () => setRecoveryCodes((await client.session.setUp(given)).recoveryCodes));

  if (recoveryCodes) return <RecoveryCodes codes={recoveryCodes} onKept={onSignedIn} />;
  return (
    <EntryFrame onSubmit={() => void (app ? choose() : show())}>
      {fault !== null && (
        <Alert color="red" role="alert">
          {fault}
        </Alert>
      )}
      {app ? (
        <>
          <Text size="sm">Scan this with your authenticator app, or type the secret into it.</Text>
          <Image
            src={`data:image/svg+xml,${encodeURIComponent(app.qrCode)}`}
            alt="The secret as a QR code"
            w={180}
            mx="auto"
          />
          <TextInput label="Secret" readOnly value={app.secret} />
          <PasswordInput
            label="New password"
            description="At least twelve characters: a sentence is easy to remember"
            autoComplete="new-password"
            autoFocus
            required
            value={given.password}
            onChange={take('password')}
          />
          <TextInput
            label="Code that the app shows now"
            autoComplete="one-time-code"
            required
            value={given.code}
            onChange={take('code')}
          />
          <Button type="submit" loading={isBusy}>
            Choose the password
          </Button>
        </>
      ) : (
        <>
          <TextInput
            label="Login"
            autoComplete="username"
            autoFocus
            required
            value={login}
            onChange={take('login')}
          />
          <TextInput
            label="Setup code"
            autoComplete="off"
            required
            value={setupCode}
            onChange={take('setupCode')}
          />
          <Button type="submit" loading={isBusy}>
            Continue
          </Button>
        </>
      )}
      <OtherWay onChoose={onPassword}>Sign in with a password</OtherWay>
    </EntryFrame>
  );
}

function RecoveryCodes({ codes, onKept }: { codes: string[]; onKept: () => void }) {
  return (
    <EntryFrame onSubmit={onKept}>
      <Text size="sm">
        Keep these recovery codes where only you find them. Each signs you in once without the app,
        and none is shown again.
      </Text>
      <List aria-label="Recovery codes" listStyleType="none">
        {codes.map((code) => (
          <List.Item key={code}>
            <Code>{code}</Code>
          </List.Item>
        ))}
      </List>
      <Button type="submit">I have kept them</Button>
    </EntryFrame>
  );
}
