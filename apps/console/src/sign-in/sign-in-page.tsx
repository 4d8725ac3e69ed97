import { useState } from 'react';
import { KeyEntry } from './key-entry';
import { PasswordEntry } from './password-entry';
import { SetupEntry } from './setup-entry';

interface SignInPageProps {
  oidc: boolean;
  /** Whether the engine has just rejected the key of this tab. */
  keyRefused: boolean;
  onSignedIn: () => void;
  onKey: (key: string) => void;
}

/** The identity provider's answer led here, if it did not work. */
const refusal = (): string | null => new URLSearchParams(location.search).get('refused');

/** Every way into an engine that is not open. */
export function SignInPage({ oidc, keyRefused, onSignedIn, onKey }: SignInPageProps) {
  const [way, setWay] = useState<'password' | 'setup' | 'key'>(keyRefused ? 'key' : 'password');
  const onPassword = () => setWay('password');
  switch (way) {
    case 'key':
      return <KeyEntry refused={keyRefused} onKey={onKey} onPassword={onPassword} />;
    case 'setup':
      return <SetupEntry onSignedIn={onSignedIn} onPassword={onPassword} />;
    case 'password':
      return (
        <PasswordEntry
          oidc={oidc}
          hint={refusal()}
          onSignedIn={onSignedIn}
          onKey={() => setWay('key')}
          onSetup={() => setWay('setup')}
        />
      );
  }
}
