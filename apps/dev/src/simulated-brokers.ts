import { SIMULATED_BROKERS } from '../../simulator/src/simulated-brokers';
import { BrokerCredentials } from '@ome/platform';
import type { SimulatedBroker } from '../../simulator/src/brokers/simulated-broker';
import type { Addresses } from './addresses';

/** Sessions at the simulator's brokers, for every account; their secrets protect nothing. */
export const SIMULATED_SESSIONS = Object.fromEntries(
  SIMULATED_BROKERS.map(({ name, userId }) => [
    name,
    { userId, apiKey: 'simulated-key', apiSecret: 'simulated-secret' },
  ]),
);

/** Accounts that nobody but other programs log in to, by the same login page. */
const programAccount = ({ programUserId }: SimulatedBroker, simulatorUrl: string): object => ({
  userId: programUserId,
  apiKey: 'program-key',
  apiSecret: 'program-secret',
  redirectUrl: `${simulatorUrl}/logged-in`,
  user: 'absent',
});

const callbackPath = (
  link: string,
  { userId, apiKey, apiSecret }: { userId: string; apiKey: string; apiSecret: string },
): string => {
  const { callbackSignature } = new BrokerCredentials(userId, apiKey, apiSecret, null);
  return `/links/${link}/${userId}/callback/${callbackSignature}`;
};

/** For a store that only has logins at the simulator, whoever reads it. */
const TOKEN_KEY = 'for-logins-at-simulated-brokers-alone';

/**
 * Settings that replace the real brokers by the simulator. A broker with accounts in the
 * environment is left as it is.
 */
export function simulatedBrokers(
  { apiUrl, simulatorUrl }: Addresses,
  outside: NodeJS.ProcessEnv,
): NodeJS.ProcessEnv {
  const accountsOf = (broker: string): string => `${broker.toUpperCase()}_ACCOUNTS`;
  const simulated = SIMULATED_BROKERS.filter(({ name }) => !outside[accountsOf(name)]);
  const accounts = SIMULATED_BROKERS.map((broker): readonly [string, object[]] => {
    const { name } = broker;
    const session = SIMULATED_SESSIONS[name];
    const redirectUrl = `${apiUrl}${callbackPath(name, session)}`;
    const ours = simulated.includes(broker) ? [{ ...session, redirectUrl }] : [];
    return [name, [...ours, programAccount(broker, simulatorUrl)]];
  });
  const settings = simulated.map(({ name, engineSettings }): NodeJS.ProcessEnv => {
    const session = { ...SIMULATED_SESSIONS[name], accounts: ['*'] };
    return {
      ...engineSettings(simulatorUrl),
      [accountsOf(name)]: JSON.stringify([session]),
    };
  });
  const allSimulated = simulated.length === SIMULATED_BROKERS.length;
  return {
    ...Object.fromEntries(settings.flatMap((some) => Object.entries(some))),
    ...(allSimulated && !outside.BROKER_TOKEN_KEY && { BROKER_TOKEN_KEY: TOKEN_KEY }),
    SIMULATOR_BROKERS: withOutside(Object.fromEntries(accounts), outside.SIMULATOR_BROKERS),
  };
}

/** The accounts given from outside besides, and instead of ours with the same client code. */
function withOutside(ours: Record<string, object[]>, outside: string | undefined): string {
  const given = accountsIn(outside);
  // The simulator says what is wrong with it.
  if (!given) return outside ?? '';
  const names = new Set([...Object.keys(ours), ...Object.keys(given)]);
  const merged = [...names].map((name) => {
    const theirs = given[name] ?? [];
    const codes = new Set(theirs.map(codeOf));
    return [name, [...(ours[name] ?? []).filter((one) => !codes.has(codeOf(one))), ...theirs]];
  });
  return JSON.stringify(Object.fromEntries(merged));
}

function accountsIn(text: string | undefined): Record<string, unknown[]> | null {
  try {
    const value = JSON.parse(text || '{}') as unknown;
    if (typeof value !== 'object' || value === null) return null;
    return Object.values(value).every(Array.isArray) ? (value as Record<string, unknown[]>) : null;
  } catch {
    return null;
  }
}

const codeOf = (account: unknown): unknown => (account as { userId?: unknown } | null)?.userId;
