import { BROKER_SETTINGS } from '@ome/execution-links';

/**
 * Short waits, so that doubts are settled within seconds, and no limit on how long an order may
 * wait: an order that is given up would hide a lost one.
 */
export const SETTLE_FAST: Readonly<Record<string, string>> = {
  NODE_ENV: 'development',
  LOG_LEVEL: 'warn',
  LINK_TIMEOUT_MS: '1000',
  SEND_WINDOW_MS: '1000',
  SETTLE_MARGIN_MS: '500',
  NEW_ORDER_MAX_WAIT_MS: '3600000',
};

/** Engine settings of this environment that are meant for other engines. */
const LEFT =
  /^(MONGO_URL|REDIS_URL|HOST|RATE_LIMIT|EXECUTION_LINK_|BROKER_|TRADE_POST_|SIMULATOR_|OME_)/;
const isLeft = (name: string): boolean => LEFT.test(name) || name in BROKER_SETTINGS;

/** Programs ask as fast as they can, at any hour. */
const UNLIMITED = { RATE_LIMIT: '0', RATE_LIMIT_PER_ADDRESS: '0', MARKET_PHASES: 'show' };

/** The environment of an engine that shares nothing with any other. */
export function engineSettings(settings: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const outside = Object.entries(process.env).filter(([name]) => !isLeft(name));
  return { ...Object.fromEntries(outside), ...UNLIMITED, ...settings };
}
