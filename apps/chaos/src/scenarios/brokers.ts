import { setTimeout as sleep } from 'node:timers/promises';
import type { Behaviour } from '../../../simulator/src/behaviour';
import { BROKERS, type Front } from '../brokers';
import { SETTLE_FAST } from '../../../dev/src/engine-process/engine-settings';
import type { Scenario, Stage } from './scenario';

/**
 * A symbol of the shipped sample in each link's words. All have ticks that divide 0.1, and so the
 * prices of the run.
 */
export const SYMBOLS = {
  RELIANCE: { rest: 'RELIANCE', flattrade: 'RELIANCE-EQ', breeze: 'RELIND' },
  INFY: { rest: 'INFY', flattrade: 'INFY-EQ', breeze: 'INFTEC' },
  ICICIBANK: { rest: 'ICICIBANK', flattrade: 'ICICIBANK-EQ', breeze: 'ICIBAN' },
  TCS: { rest: 'TCS', flattrade: 'TCS-EQ', breeze: 'TCS' },
  HDFCBANK: { rest: 'HDFCBANK', flattrade: 'HDFCBANK-EQ', breeze: 'HDFBAN' },
  SBIN: { rest: 'SBIN', flattrade: 'SBIN-EQ', breeze: 'STABAN' },
  'M&M': { rest: 'M&M', flattrade: 'M&M-EQ', breeze: 'MAHMAH' },
  'BAJAJ-AUTO': { rest: 'BAJAJ-AUTO', flattrade: 'BAJAJ-AUTO-EQ', breeze: 'BAAUTO' },
  ITC: { rest: 'ITC', flattrade: 'ITC-EQ', breeze: 'ITC' },
} as const satisfies Readonly<Record<string, Readonly<Record<Front, string>>>>;

/** Faults for each symbol now and then, on any link. */
const FAULTS: readonly (readonly [keyof typeof SYMBOLS, Behaviour])[] = [
  ['RELIANCE', { behaviour: 'dropAfterActing', probability: 0.2 }],
  ['INFY', { behaviour: 'dropBeforeActing', probability: 0.2 }],
  ['ICICIBANK', { behaviour: 'noAnswer', probability: 0.2 }],
  ['TCS', { behaviour: 'error500', probability: 0.2 }],
  ['HDFCBANK', { behaviour: 'nonsense', probability: 0.2 }],
  ['SBIN', { behaviour: 'answerTwice', probability: 0.2 }],
  ['M&M', { behaviour: 'reorder', probability: 0.2 }],
];

/** Faults that only brokers have. */
const SESSION_EXPIRED: Behaviour = { behaviour: 'sessionExpired', probability: 0.05 };
const RATE_LIMITED: Behaviour = { behaviour: 'rateLimited', probability: 0.2 };

/** Limits are a hundredfold, for the engine and for the simulated brokers. */
export const BROKER_SETTINGS: Readonly<Record<string, string>> = {
  ...SETTLE_FAST,
  LOG_LEVEL: 'debug',
  BROKER_TOKEN_KEY: 'the-key-of-the-tokens-of-this-chaos-run',
  SIMULATOR_LIMIT_FACTOR: '100',
  FLATTRADE_ORDERS_PER_SECOND: '900',
  FLATTRADE_ORDERS_PER_MINUTE: '3800',
  FLATTRADE_READS_PER_SECOND: '900',
  FLATTRADE_READS_PER_MINUTE: '11000',
  FLATTRADE_POLL_MS: '1000',
  BREEZE_ORDERS_PER_SECOND: '900',
  BREEZE_CALLS_PER_MINUTE: '9500',
  BREEZE_CALLS_PER_DAY: '490000',
  BREEZE_POLL_MS: '1000',
  BROKER_RECONCILE_MS: '5000',
};

const cutForMs = 500;
const limitedForMs = 3_000;

/**
 * A third of the orders on each link, at brokers that drop, lie, repeat, refuse and end sessions.
 */
function brokersScenario(name: string, echoRemark: boolean, about: string): Scenario {
  return {
    name,
    about,
    symbols: Object.keys(SYMBOLS),
    links: ['rest', 'flattrade', 'breeze'],
    settings: BROKER_SETTINGS,
    async prepare({ simulator }) {
      for (const [symbol, fault] of FAULTS) {
        for (const known of new Set(Object.values(SYMBOLS[symbol]))) {
          await simulator.setSymbol(known, fault);
        }
      }
      const { 'BAJAJ-AUTO': bajaj, ITC } = SYMBOLS;
      for (const broker of BROKERS) await simulator.setSymbol(bajaj[broker], SESSION_EXPIRED);
      await simulator.setSymbol(ITC.flattrade, RATE_LIMITED);
      await simulator.setBroker('breeze', { echoRemark });
      // Whether remarks come back is learned anew in each session.
      await simulator.expireSessions('breeze');
    },
    disturb,
  };
}

async function disturb(stage: Stage): Promise<void> {
  const steps = [cutStreams, expireSessions, cutStreams, expireSessions];
  for (const [index, step] of steps.entries()) {
    await stage.acknowledged((index + 1) / 10);
    await step(stage);
  }
  // Breeze's refusal holds all of its orders back until the minute is over.
  if (!stage.brief) await limitBreeze(stage);
  await stage.sent(0.4);
  await stage.engine.kill('worker');
  stage.did('worker killed');
  for (const [index, step] of steps.entries()) {
    await stage.sent(0.5 + index / 10);
    await step(stage);
  }
}

async function limitBreeze({ simulator, did }: Stage): Promise<void> {
  const { breeze } = SYMBOLS.ITC;
  await simulator.setSymbol(breeze, { behaviour: 'rateLimited' });
  await sleep(limitedForMs);
  await simulator.setSymbol(breeze, { behaviour: 'fill' });
  did('Breeze limited');
}

async function cutStreams({ simulator, did }: Stage): Promise<void> {
  for (const broker of BROKERS) await simulator.cutStreams(broker, cutForMs);
  did('streams cut');
}

async function expireSessions({ simulator, did }: Stage): Promise<void> {
  for (const broker of BROKERS) await simulator.expireSessions(broker);
  did('sessions expired');
}

export const brokers = brokersScenario(
  'brokers',
  true,
  'brokers that drop, lie, repeat, refuse and end sessions',
);

/** Breeze cannot be asked about orders whose remark it does not return: some stay in doubt. */
export const brokersBlind = brokersScenario(
  'brokers-blind',
  false,
  'the same, with a Breeze that returns no remarks',
);
