import { resolve } from 'node:path';

/** The launcher's own settings; the apps check the rest of the environment. */
export interface Settings {
  readonly host: string;
  readonly port: number;
  readonly simulatorPort: number;
  readonly simulatorStreamPort: number;
  readonly simulatorFixPort: number;
  readonly workerPort: number;
  readonly fixPort: number;
  readonly dataDir: string;
  readonly mongoUrl?: string;
  readonly redisUrl?: string;
}

/** An invalid setting. The message is a sentence that says what to do about it. */
export class SettingError extends Error {}

/** @throws SettingError */
export function readSettings(environment: NodeJS.ProcessEnv): Settings {
  return {
    host: environment.HOST || '127.0.0.1',
    port: readPort(environment, 'PORT', 5000),
    simulatorPort: readPort(environment, 'SIMULATOR_PORT', 5001),
    simulatorStreamPort: readPort(environment, 'SIMULATOR_STREAM_PORT', 5004),
    simulatorFixPort: readPort(environment, 'SIMULATOR_FIX_PORT', 5005),
    workerPort: readPort(environment, 'WORKER_PORT', 5002),
    fixPort: readPort(environment, 'FIX_PORT', 5003),
    dataDir: resolve(environment.OME_DATA_DIR || '.ome'),
    // An empty line in .env means the same as no line.
    mongoUrl: environment.MONGO_URL || undefined,
    redisUrl: environment.REDIS_URL || undefined,
  };
}

function readPort(environment: NodeJS.ProcessEnv, name: string, standard: number): number {
  const text = environment[name] || String(standard);
  const port = Number(text);
  if (!/^\d+$/.test(text) || port < 1 || port > 65_535) {
    throw new SettingError(`${name} must be a port from 1 to 65535, but is "${text}".`);
  }
  return port;
}
