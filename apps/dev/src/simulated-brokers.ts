import type { Addresses } from './addresses';

/** Sessions at the simulator's brokers, for every account; their secrets keep nothing secret. */
export const SIMULATED_SESSIONS = {
  flattrade: { userId: 'FT012345', apiKey: 'simulated-key', apiSecret: 'simulated-secret' },
  breeze: { userId: 'ABCD1234', apiKey: 'simulated-key', apiSecret: 'simulated-secret' },
} as const;

/** Of a store with logins at the simulator alone, whoever gets to it. */
const TOKEN_KEY = 'for-logins-at-simulated-brokers-alone';

/**
 * Settings that put the simulator's Flattrade and Breeze in the place of the real ones. A broker that
 * the environment has accounts of is left as it is.
 */
export function simulatedBrokers(
  { apiUrl, simulatorUrl }: Addresses,
  outside: NodeJS.ProcessEnv,
): NodeJS.ProcessEnv {
  const socketUrl = simulatorUrl.replace(/^http/, 'ws');
  const addresses = {
    flattrade: {
      FLATTRADE_REST_URL: `${simulatorUrl}/flattrade/PiConnectAPI`,
      FLATTRADE_SOCKET_URL: `${socketUrl}/flattrade/PiConnectWSAPI/`,
      FLATTRADE_LOGIN_URL: `${simulatorUrl}/flattrade/auth`,
      FLATTRADE_TOKEN_URL: `${simulatorUrl}/flattrade/trade/apitoken`,
    },
    breeze: {
      BREEZE_REST_URL: `${simulatorUrl}/breeze/breezeapi/api/v1`,
      BREEZE_LOGIN_URL: `${simulatorUrl}/breeze/apiuser/login`,
      BREEZE_STREAM_URL: `${simulatorUrl}/breeze/socket.io`,
    },
  };
  const simulated = (['flattrade', 'breeze'] as const).filter(
    (broker) => !outside[`${broker.toUpperCase()}_ACCOUNTS`],
  );
  const known = simulated.map((broker) => {
    const session = SIMULATED_SESSIONS[broker];
    const redirectUrl = `${apiUrl}/links/${broker}/${session.userId}/callback`;
    return [broker, [{ ...session, redirectUrl }]] as const;
  });
  const settings = simulated.map((broker): NodeJS.ProcessEnv => {
    const session = { ...SIMULATED_SESSIONS[broker], accounts: ['*'] };
    return {
      ...addresses[broker],
      [`${broker.toUpperCase()}_ACCOUNTS`]: JSON.stringify([session]),
    };
  });
  const merged = settings.flatMap((some) => Object.entries(some));
  return {
    ...Object.fromEntries(merged),
    ...(simulated.length === 2 && !outside.BROKER_TOKEN_KEY && { BROKER_TOKEN_KEY: TOKEN_KEY }),
    SIMULATOR_BROKERS: JSON.stringify(Object.fromEntries(known)),
  };
}
