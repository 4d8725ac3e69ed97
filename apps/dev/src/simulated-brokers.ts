import { SIMULATED_BROKERS } from '../../simulator/src/simulated-brokers';
import { BrokerCredentials } from '@ome/platform';
import type { Addresses } from './addresses';

/** Sessions at the simulator's brokers, for every account; their secrets protect nothing. */
export const SIMULATED_SESSIONS = Object.fromEntries(
  SIMULATED_BROKERS.map(({ name, userId }) => [
    name,
    { userId, apiKey: 'simulated-key', apiSecret: 'simulated-secret' },
  ]),
);

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
  const known = simulated.map(({ name }) => {
    const session = SIMULATED_SESSIONS[name];
    const redirectUrl = `${apiUrl}${callbackPath(name, session)}`;
    return [name, [{ ...session, redirectUrl }]] as const;
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
    SIMULATOR_BROKERS: JSON.stringify(Object.fromEntries(known)),
  };
}
