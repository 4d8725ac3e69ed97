import { ENGINE_SETTING_NAMES, readEngineSettings } from '@ome/execution-links';
import { createApiKey } from '@ome/platform';
import { CLIENT_SECRET } from './identity-provider';

/** The key of the simulator, which has to be made in the store. */
export const SIMULATOR_KEY = createApiKey();

/** Of the sessions at the simulated brokers, which `npm start` sets. */
const OF_SIMULATED_BROKERS = ['simulated-secret', 'program-secret'];

/** By setting, what it says that nobody may read. */
const SECRETS_BY_SETTING = {
  AUDIT_SIGNING_KEY: ['the-key-that-signs-exports-of-this-very-run'],
  BREEZE_ACCOUNTS: OF_SIMULATED_BROKERS,
  BROKER_TOKEN_KEY: ['the-key-of-broker-tokens-of-this-very-run'],
  BROKER_TOKEN_KEY_BEFORE: ['the-key-of-broker-tokens-of-the-run-before'],
  EXECUTION_LINK_KEY: ['the-key-at-the-link-of-this-very-run'],
  FIX_LINK_SESSIONS: ['the-password-at-the-venue-of-this-very-run'],
  FLATTRADE_ACCOUNTS: OF_SIMULATED_BROKERS,
  MONGO_URL: ['the-password-at-the-store-of-this-very-run'],
  OIDC_CLIENT_SECRET: [CLIENT_SECRET],
  REDIS_URL: ['the-password-at-redis-of-this-very-run'],
  RELAY_SECRET: ['the-relay-secret-of-this-very-run'],
  RELAY_SECRET_BEFORE: ['the-relay-secret-of-the-run-before'],
  SIMULATOR_API_KEY: [SIMULATOR_KEY.token],
  SIMULATOR_BROKERS: OF_SIMULATED_BROKERS,
  USER_SECRET_KEY: ['the-key-of-people-of-this-very-run'],
  USER_SECRET_KEY_BEFORE: ['the-key-of-people-of-the-run-before'],
} as const satisfies Record<string, readonly string[]>;

export type SecretSetting = keyof typeof SECRETS_BY_SETTING;

export const SECRET_SETTINGS = Object.keys(SECRETS_BY_SETTING) as SecretSetting[];

export const secretsOf = (name: SecretSetting): readonly string[] => SECRETS_BY_SETTING[name];

/** Settings that are one secret, as a process takes them. */
export const given = (...names: SecretSetting[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, secretsOf(name)[0]]));

/** How the engine logs on to the simulator's venue. */
export const VENUE_SESSIONS = JSON.stringify([
  {
    session: 'SIMEX',
    accounts: ['*'],
    username: 'ome',
    password: secretsOf('FIX_LINK_SESSIONS')[0],
  },
]);

/** Settings that any text will do for, and that are no secrets: addresses, files and names. */
const NO_SECRETS = [
  'HOST',
  'WORKER_HOST',
  'FIX_HOST',
  'FIX_TLS_CERT_FILE',
  'FIX_TLS_KEY_FILE',
  'FIX_TLS_CLIENT_CA_FILE',
  'SIMULATOR_HOST',
  'OME_DATA_DIR',
  'OIDC_CLIENT_ID',
  'OIDC_LOGIN_CLAIM',
  'OIDC_ROLES_CLAIM',
  'OIDC_ACCOUNTS_CLAIM',
  'EXCHANGE_CALENDAR_FILE',
  'SIMULATOR_FED_SYMBOLS',
];

/** What settings refuse that can only be a choice, a number, or an address that says no password. */
const SAYS_NO_SECRET =
  /must be (one of|some of|a whole number|a time zone|JSON .* with the roles)|must not contain a user or a password/;
const TRIED = ['a-secret', 'http://user:a-secret@host', 'ws://user:a-secret@host'];

/** Every setting but those that refuse secrets, or are known to have none. */
export const settingsThatMaySaySecrets = (): string[] =>
  ENGINE_SETTING_NAMES.filter(
    (name) =>
      !NO_SECRETS.includes(name) && !TRIED.some((text) => SAYS_NO_SECRET.test(faultOf(name, text))),
  );

function faultOf(name: string, text: string): string {
  try {
    readEngineSettings({ [name]: text });
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}
