import { SettingFault } from '@ome/platform';
import type { Broker } from './front';
import { parseBrokerAccounts, type BrokerAccount } from './brokers/broker-account';

/** The simulator's settings; the class is its own injection token. */
export class SimulatorConfig {
  readonly port!: number;
  readonly host!: string;
  /** Where a broker's stream is at the root, as its clients expect. */
  readonly streamPort!: number;
  /** Where the venue listens for FIX. */
  readonly fixPort!: number;
  /** Where the engine receives execution reports; a path before /execution_endpoint is kept. */
  readonly engineUrl!: URL;
  readonly seed!: number;
  /** Sent to the engine as `Authorization: Bearer`; empty for an engine without keys. */
  readonly apiKey!: string;
  /** The accounts at the simulated brokers. */
  readonly brokers!: readonly BrokerAccount[];
  /** The factor on every limit of the brokers. */
  readonly limitFactor!: number;
  /** Whether orders meet a simulated market and its instruments, or are filled as they come. */
  readonly market!: boolean;
  /** Symbols whose prices the market feeds to the engine. */
  readonly fedSymbols!: readonly string[];
}

/**
 * @param brokers names of the simulated brokers
 * @throws SettingFault that names the setting and the remedy
 */
export function readSimulatorConfig(
  env: NodeJS.ProcessEnv,
  brokers: readonly Broker[],
): SimulatorConfig {
  return {
    port: integerSetting(env, 'SIMULATOR_PORT', 5001, 65_535),
    host: env.SIMULATOR_HOST || '127.0.0.1',
    streamPort: integerSetting(env, 'SIMULATOR_STREAM_PORT', 5004, 65_535),
    fixPort: integerSetting(env, 'SIMULATOR_FIX_PORT', 5005, 65_535),
    engineUrl: urlSetting(env, 'SIMULATOR_ENGINE_URL', 'http://127.0.0.1:5000'),
    seed: integerSetting(env, 'SIMULATOR_SEED', 1, 2 ** 32 - 1),
    apiKey: env.SIMULATOR_API_KEY ?? '',
    brokers: parseBrokerAccounts(env.SIMULATOR_BROKERS || '{}', brokers),
    limitFactor: integerSetting(env, 'SIMULATOR_LIMIT_FACTOR', 1, 1_000_000, 1),
    market: marketSetting(env),
    fedSymbols: (env.SIMULATOR_FED_SYMBOLS ?? '').split(/[\s,]+/).filter(Boolean),
  };
}

function integerSetting(
  env: NodeJS.ProcessEnv,
  name: string,
  fallback: number,
  max: number,
  min = 0,
): number {
  const text = env[name];
  if (text === undefined || text === '') return fallback;
  if (!/^\d{1,10}$/.test(text) || Number(text) > max || Number(text) < min) {
    throw new SettingFault(`${name} is "${text}"; set it to a whole number from ${min} to ${max}.`);
  }
  return Number(text);
}

function marketSetting({ SIMULATOR_MARKET: text = '' }: NodeJS.ProcessEnv): boolean {
  if (!['', 'on', 'off'].includes(text)) {
    throw new SettingFault(`SIMULATOR_MARKET is "${text}"; set it to on or off.`);
  }
  return text !== 'off';
}

function urlSetting(env: NodeJS.ProcessEnv, name: string, fallback: string): URL {
  const text = env[name] || fallback;
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) {
    throw new SettingFault(`${name} is "${text}"; set it to an address like ${fallback}.`);
  }
  return new URL(text);
}
