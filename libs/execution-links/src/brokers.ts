import { readSettings, SETTING_NAMES, type Settings, type SettingTable } from '@ome/platform';
import { breeze } from './breeze/breeze';
import type { Broker } from './broker/broker';
import { flattrade } from './flattrade/flattrade';

/** Every broker that the engine knows. */
export const BROKERS: readonly Broker[] = [flattrade, breeze];

export const BROKER_SETTINGS: SettingTable = Object.assign(
  {},
  ...BROKERS.map(({ settings }) => settings),
) as SettingTable;

export const ENGINE_SETTING_NAMES = [...SETTING_NAMES, ...Object.keys(BROKER_SETTINGS)];

/** The settings of the engine and of all its brokers; `readSettings` says what it throws. */
export const readEngineSettings = (env?: NodeJS.ProcessEnv): Settings =>
  readSettings(env, BROKER_SETTINGS);

/** @throws Error if no broker has this name */
export function brokerNamed(name: string): Broker {
  const broker = BROKERS.find((one) => one.name === name);
  if (!broker) throw new Error(`No broker is named ${name}`);
  return broker;
}
