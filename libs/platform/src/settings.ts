import { isIP } from 'node:net';
import { BrokerCredentials } from './broker-credentials';
import { FixLinkAccess } from './fix-link-access';
import {
  flag,
  http,
  integer,
  mongoUrl,
  oneOf,
  roleNames,
  someOf,
  text,
  timeZone,
  url,
} from './setting-parsers';
import { SettingFault, type SettingTable, type SettingValues } from './setting-table';

const MINUTE_MS = 60_000;
const MAX_PORT = 65_535;
const MIN_SECRET_LENGTH = 16;
const MIN_KEY_LENGTH = 32;

/** Every setting of the engine. `.env.example` describes each in a line. */
const TABLE = {
  NODE_ENV: { parse: oneOf('development', 'test', 'production'), fallback: 'development' },
  HOST: { parse: text, fallback: '127.0.0.1' },
  PORT: { parse: integer(0, MAX_PORT), fallback: '5000' },
  WORKER_HOST: { parse: text, fallback: '127.0.0.1' },
  WORKER_PORT: { parse: integer(0, MAX_PORT), fallback: '5002' },
  FIX_HOST: { parse: text, fallback: '127.0.0.1' },
  FIX_PORT: { parse: integer(0, MAX_PORT), fallback: '5003' },
  FIX_TLS_CERT_FILE: { parse: text },
  FIX_TLS_KEY_FILE: { parse: text },
  FIX_TLS_CLIENT_CA_FILE: { parse: text },
  SIMULATOR_HOST: { parse: text, fallback: '127.0.0.1' },
  SIMULATOR_PORT: { parse: integer(0, MAX_PORT), fallback: '5001' },
  SIMULATOR_STREAM_PORT: { parse: integer(0, MAX_PORT), fallback: '5004' },
  SIMULATOR_FIX_PORT: { parse: integer(0, MAX_PORT), fallback: '5005' },
  SIMULATOR_SEED: { parse: integer(0, 2 ** 32 - 1), fallback: '1' },
  SIMULATOR_ENGINE_URL: { parse: http },
  SIMULATOR_API_KEY: { parse: text },
  SIMULATOR_BROKERS: { parse: text },
  SIMULATOR_LIMIT_FACTOR: { parse: integer(1, 1_000_000), fallback: '1' },
  SIMULATOR_MARKET: { parse: oneOf('on', 'off'), fallback: 'on' },
  SIMULATOR_FED_SYMBOLS: { parse: text },
  MONGO_URL: { parse: mongoUrl },
  REDIS_URL: { parse: url('redis', 'rediss') },
  OME_DATA_DIR: { parse: text, fallback: '.ome' },
  FIX_LINK_SESSIONS: { parse: (value) => FixLinkAccess.parseList(value), fallback: '[]' },
  EXECUTION_LINK_URL: { parse: http },
  EXECUTION_LINK_KEY: { parse: text },
  EXECUTION_LINK_PRICE_DECIMALS: { parse: integer(0, 18) },
  EXECUTION_LINK_IOC_ORDERS: { parse: oneOf('pass', 'refuse'), fallback: 'pass' },
  BROKER_TOKEN_KEY: { parse: text, fallback: 'change-me' },
  BROKER_TOKEN_KEY_BEFORE: { parse: text },
  BROKER_ORDER_MAX_WAIT_MS: { parse: integer(100, 24 * 60 * MINUTE_MS), fallback: '28800000' },
  BROKER_RECONCILE_MS: { parse: integer(1_000, 24 * 60 * MINUTE_MS), fallback: '300000' },
  AUDIT_SIGNING_KEY: { parse: text, fallback: 'change-me' },
  TRADE_POST_URL: { parse: http },
  RELAY_SECRET: { parse: text, fallback: 'change-me' },
  RELAY_SECRET_BEFORE: { parse: text },
  RELAY_WAIT_MS: { parse: integer(0, MINUTE_MS), fallback: '5000' },
  LOG_LEVEL: { parse: oneOf('fatal', 'error', 'warn', 'info', 'debug', 'trace'), fallback: 'info' },
  SESSION_IDLE_MINUTES: { parse: integer(1, 24 * 60), fallback: '30' },
  SESSION_HOURS: { parse: integer(1, 24), fallback: '12' },
  USER_SECRET_KEY: { parse: text, fallback: 'change-me' },
  USER_SECRET_KEY_BEFORE: { parse: text },
  OIDC_ISSUER: { parse: http },
  OIDC_CLIENT_ID: { parse: text },
  OIDC_CLIENT_SECRET: { parse: text },
  OIDC_LOGIN_CLAIM: { parse: text, fallback: 'preferred_username' },
  OIDC_USERS: { parse: oneOf('known', 'create'), fallback: 'known' },
  OIDC_ROLES_CLAIM: { parse: text },
  OIDC_ROLES: { parse: roleNames },
  OIDC_ACCOUNTS_CLAIM: { parse: text },
  RATE_LIMIT: { parse: integer(0, 1_000_000), fallback: '10000' },
  RATE_LIMIT_PER_ADDRESS: { parse: integer(0, 1_000_000), fallback: '100' },
  CONNECTIONS_PER_ADDRESS: { parse: integer(0, 1_000_000), fallback: '1000' },
  TRUST_PROXY: { parse: flag, fallback: 'false' },
  BODY_LIMIT: { parse: integer(1_024, 64 * 1_024 * 1_024), fallback: '1048576' },
  EXCHANGE_CALENDAR_FILE: { parse: text },
  MARKET_PHASES: { parse: oneOf('enforce', 'show'), fallback: 'enforce' },
  IMPLAUSIBLE_PRICE_PERCENT: { parse: integer(1, 100_000), fallback: '50' },
  IMPLAUSIBLE_STAMP_AHEAD_MS: { parse: integer(0, 24 * 60 * MINUTE_MS), fallback: '30000' },
  DAY_ORDERS_EXPIRE: { parse: oneOf('by-link', 'at-close') },
  DAY_ORDERS_PURGED: { parse: oneOf('expire', 'keep-open'), fallback: 'expire' },
  MARKET_TIME_ZONE: { parse: timeZone, fallback: 'Asia/Kolkata' },
  APPROVAL_MAX_WAIT_MS: { parse: integer(1_000, 24 * 60 * MINUTE_MS), fallback: '3600000' },
  TWO_PERSONS_FOR: {
    parse: someOf('limits', 'approval-rules', 'kill-switch', 'keys', 'fix-sessions'),
  },
  REFUSE_CHANGES_AFTER_FILL: { parse: flag, fallback: 'false' },
  PRICE_OFF_TICK: { parse: oneOf('refuse', 'round'), fallback: 'refuse' },
  CLOSE_CANCELS_RESTING: { parse: flag, fallback: 'true' },
  CLOSE_WAIT_MS: { parse: integer(0, MINUTE_MS), fallback: '5000' },
  LEGACY_CHANNELS: { parse: flag, fallback: 'false' },
  LINK_CONCURRENCY: { parse: integer(1, 1_000), fallback: '32' },
  LINK_TIMEOUT_MS: { parse: integer(10, 10 * MINUTE_MS), fallback: '5000' },
  SEND_WINDOW_MS: { parse: integer(10, 10 * MINUTE_MS), fallback: '2000' },
  SETTLE_MARGIN_MS: { parse: integer(0, 10 * MINUTE_MS), fallback: '1000' },
  NEW_ORDER_MAX_WAIT_MS: { parse: integer(100, 24 * 60 * MINUTE_MS), fallback: '120000' },
} as const satisfies SettingTable;

/** The settings of all programs of the engine; each broker adds its own (`readEngineSettings`). */
export type Settings = SettingValues<typeof TABLE>;

export const SETTING_NAMES = Object.keys(TABLE);

/** Settings of the command line, in the same environment if both run on one machine. */
export const CLIENT_SETTINGS = ['OME_URL', 'OME_API_KEY'];

/** Names with these prefixes are ours; other variables belong to other programs. */
const OUR_PREFIX =
  /^(OME|APPROVAL|AUDIT|EXECUTION_LINK|BROKER|EXCHANGE_CALENDAR|DAY_ORDERS|TRADE_POST|RELAY|SIMULATOR|WORKER|FIX|LINK|MARKET|SETTLE|TWO_PERSONS|SEND_WINDOW|NEW_ORDER|LEGACY_CHANNELS?|REFUSE|OIDC|SESSION|USER_SECRET)_/;

/**
 * Reads and checks the environment. Reports all faults, one sentence each.
 *
 * @param more settings of parts that add their own, such as brokers
 * @throws SettingFault naming every unknown or malformed setting and the remedy
 */
export function readSettings(
  env: NodeJS.ProcessEnv = process.env,
  more: SettingTable = {},
): Settings {
  const table: SettingTable = { ...TABLE, ...more };
  const faults = unknownSettings(env, Object.keys(table), Object.keys(more));
  const values: Record<string, unknown> = {};
  for (const [name, { parse, fallback }] of Object.entries(table)) {
    const given = env[name] || fallback;
    try {
      values[name] = given === undefined ? null : parse(given);
    } catch (error) {
      faults.push(`${name} ${(error as Error).message}.`);
    }
  }
  if (faults.length === 0) faults.push(...unsafe(values as Settings));
  if (faults.length > 0) throw new SettingFault(faults.join(' '));
  return values as Settings;
}

function unknownSettings(env: NodeJS.ProcessEnv, names: string[], ofBrokers: string[]): string[] {
  const known = new Set<string>([...names, ...CLIENT_SETTINGS]);
  const prefixes = new Set(ofBrokers.map(prefixOf));
  return Object.keys(env)
    .filter((name) => !known.has(name))
    .flatMap((name) => {
      const meant = names.find((candidate) => isTypo(name, candidate));
      if (meant) return [`${name} is not a setting; did you mean ${meant}?`];
      return OUR_PREFIX.test(name) || prefixes.has(prefixOf(name))
        ? [`${name} is not a setting; .env.example lists them all.`]
        : [];
    });
}

const prefixOf = (name: string): string => name.slice(0, name.indexOf('_') + 1);

/** The same letters with one missing, added or changed, or two neighbours swapped. */
function isTypo(name: string, candidate: string): boolean {
  if (candidate.length < 8 || Math.abs(name.length - candidate.length) > 1) return false;
  let start = 0;
  while (start < name.length && name[start] === candidate[start]) start += 1;
  const rest = (text: string, skipped: number): string => text.slice(start + skipped);
  return (
    rest(name, 1) === rest(candidate, 1) ||
    rest(name, 0) === rest(candidate, 1) ||
    rest(name, 1) === rest(candidate, 0) ||
    (name[start] === candidate[start + 1] &&
      name[start + 1] === candidate[start] &&
      rest(name, 2) === rest(candidate, 2))
  );
}

/** Secrets that everybody knows, or guesses, protect nothing from whoever gets here. */
function unsafe(settings: Settings): string[] {
  const faults: string[] = [];
  for (const name of ['RELAY_SECRET', 'RELAY_SECRET_BEFORE'] as const) {
    const secret = settings[name];
    if (isGuarded(settings) && secret !== null && secret.length < MIN_SECRET_LENGTH) {
      faults.push(shortOf(name, MIN_SECRET_LENGTH, 'the API'));
    }
  }
  const isTokenSafe = !isGuarded(settings) && isLoopbackStore(settings.MONGO_URL);
  if (hasBrokers(settings) && !isTokenSafe && settings.BROKER_TOKEN_KEY.length < MIN_KEY_LENGTH) {
    faults.push(shortOf('BROKER_TOKEN_KEY', MIN_KEY_LENGTH, 'the API or the store'));
  }
  return settings.NODE_ENV === 'production' ? [...faults, ...missing(settings)] : faults;
}

const shortOf = (name: string, length: number, what: string): string =>
  `${name} must be set to at least ${length} random characters where others than this machine get to ${what}.`;

const missing = (settings: Settings): string[] =>
  (['MONGO_URL', 'REDIS_URL'] as const).flatMap((name) =>
    settings[name] ? [] : [`${name} must be set in production.`],
  );

/** Whether any broker's settings name a session. */
function hasBrokers(settings: Settings): boolean {
  const values: unknown[] = Object.values(settings).flat();
  return values.some((value) => value instanceof BrokerCredentials);
}

/** Whether others than this machine are to be kept out. */
export const isGuarded = (settings: Settings): boolean => !isOpen(settings) || settings.TRUST_PROXY;

/** Null is the store that development starts on this machine. */
const isLoopbackStore = (address: string | null): boolean =>
  address === null || hostsOf(address).every(isLoopback);

/** `mongodb://user:password@host:port,host:port/name`; the whole text if it has another form. */
function hostsOf(address: string): string[] {
  const hosts = /^[a-z+]+:\/\/(?:[^@/]*@)?([^/?]+)/.exec(address)?.[1] ?? address;
  return hosts.split(',').map((host) => host.replace(/:\d+$/, '').replace(/^\[|\]$/g, ''));
}

export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));

/** Injection token of the checked settings. */
export const SETTINGS = Symbol('settings');

/** Whether no door asks for a key: only in development, and only where nobody else reaches it. */
export const isOpen = ({ NODE_ENV, HOST }: Settings): boolean =>
  NODE_ENV !== 'production' && isLoopback(HOST);

/** Whether FIX sessions ask for no key either, and those of development exist. */
export const isOpenForFix = (settings: Settings): boolean =>
  isOpen(settings) && isLoopback(settings.FIX_HOST);
