import { WATCHED_SYMBOLS } from '@ome/contracts';
import { join } from 'node:path';
import { addressesOf } from './addresses';
import type { Settings } from './settings';
import { simulatedBrokers } from './simulated-brokers';

/** The venue that the simulator plays over FIX, for every account. */
export const SIMULATED_VENUE = JSON.stringify([{ session: 'SIMEX', accounts: ['*'] }]);

/** The environment of the apps: everything given from outside, completed with the rest. */
export function appEnvironment(
  settings: Settings,
  services: { mongoUrl: string; redisUrl: string },
  outside: NodeJS.ProcessEnv,
): NodeJS.ProcessEnv {
  const addresses = addressesOf(settings);
  const { apiUrl, simulatorUrl } = addresses;
  return {
    ...outside,
    ...simulatedBrokers(addresses, outside),
    FIX_LINK_SESSIONS: outside.FIX_LINK_SESSIONS || SIMULATED_VENUE,
    HOST: settings.host,
    PORT: String(settings.port),
    SIMULATOR_PORT: String(settings.simulatorPort),
    SIMULATOR_STREAM_PORT: String(settings.simulatorStreamPort),
    SIMULATOR_FIX_PORT: String(settings.simulatorFixPort),
    WORKER_PORT: String(settings.workerPort),
    FIX_PORT: String(settings.fixPort),
    OME_DATA_DIR: settings.dataDir,
    // Node 22 and newer load the code faster the second time.
    NODE_COMPILE_CACHE: join(settings.dataDir, 'compile-cache'),
    MONGO_URL: services.mongoUrl,
    REDIS_URL: services.redisUrl,
    EXECUTION_LINK_URL: outside.EXECUTION_LINK_URL || `${simulatorUrl}/link`,
    // The simulator takes orders at all hours.
    MARKET_PHASES: outside.MARKET_PHASES || (outside.EXECUTION_LINK_URL ? 'enforce' : 'show'),
    TRADE_POST_URL: outside.TRADE_POST_URL || `${simulatorUrl}/trade_post`,
    SIMULATOR_ENGINE_URL: outside.SIMULATOR_ENGINE_URL || apiUrl,
    SIMULATOR_FED_SYMBOLS: outside.SIMULATOR_FED_SYMBOLS ?? WATCHED_SYMBOLS.join(),
  };
}
