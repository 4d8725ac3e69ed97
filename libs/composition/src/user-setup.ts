import type { StoredUser } from '@ome/persistence';
import { createSecret } from '@ome/platform';
import { newAuthenticatorSecret } from './authenticator';
import type { UserSecrets } from './user-secrets';

const DAY_MS = 24 * 60 * 60 * 1_000;
const GOOD_FOR_MS = 3 * DAY_MS;

export interface NewSetup {
  /** Shown once, to whoever hands it to the person. */
  code: string;
  /** To store. */
  setup: NonNullable<StoredUser['setup']>;
}

/**
 * By which a person chooses a password and an authenticator app, once: so nobody has a password that
 * somebody else knows.
 *
 * @throws SettingFault where everybody could decrypt the app's secret
 */
export function newSetup(login: string, secrets: UserSecrets, now: Date): NewSetup {
  const { secret: code, hash } = createSecret();
  const expiresAt = new Date(now.getTime() + GOOD_FOR_MS);
  const totpSecret = secrets.seal(login, newAuthenticatorSecret());
  return { code, setup: { hash, expiresAt, totpSecret } };
}
