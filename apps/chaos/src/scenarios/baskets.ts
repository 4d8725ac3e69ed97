import { setTimeout as sleep } from 'node:timers/promises';
import type { Behaviour } from '../../../simulator/src/behaviour';
import { BROKER_SETTINGS, SYMBOLS } from './brokers';
import type { Scenario, Stage } from './scenario';

/** Faults of plain basket legs now and then, on any link. */
const FAULTS = {
  RELIANCE: { behaviour: 'dropAfterActing', probability: 0.4 },
  INFY: { behaviour: 'dropBeforeActing', probability: 0.3 },
  ICICIBANK: { behaviour: 'reject', probability: 0.4, text: 'No margin' },
  TCS: { behaviour: 'rest', probability: 0.3 },
  HDFCBANK: { behaviour: 'noAnswer', probability: 0.3 },
  SBIN: { behaviour: 'fill', partDelayMs: { min: 200, max: 800 } },
} as const satisfies Partial<Record<keyof typeof SYMBOLS, Behaviour>>;

/** Faults of each leg of an iron condor; Breeze has one name for all of them. */
const CONDOR_FAULTS: Readonly<Record<string, Behaviour>> = {
  NIFTY29DEC26P24000: { behaviour: 'reject', probability: 0.2, text: 'No margin' },
  NIFTY29DEC26C25000: { behaviour: 'rest', probability: 0.2 },
  NIFTY29DEC26P24300: { behaviour: 'dropAfterActing', probability: 0.4 },
  NIFTY29DEC26C24700: { behaviour: 'reject', probability: 0.2, text: 'No margin' },
  NIFTY: { behaviour: 'rest', probability: 0.1 },
};

const VICTIMS = [['api'], ['worker'], ['api', 'worker']] as const;
const kills = 6;
const longestDelayMs = 1_500;

async function disturb(stage: Stage): Promise<void> {
  const { engine, random } = stage;
  for (let kill = 1; kill <= kills; kill += 1) {
    await stage.acknowledged(kill / (kills + 2));
    await sleep(random.integer(0, longestDelayMs));
    const names = VICTIMS[random.integer(0, VICTIMS.length - 1)];
    await Promise.all(names.map((name) => engine.kill(name)));
    stage.did(`${names.join(' and ')} killed`);
  }
}

/** Hedges are rejected, never filled, or unanswered, while the processes that run them die. */
export const baskets: Scenario = {
  name: 'baskets',
  about: 'baskets whose hedges fail, while api and worker are killed again and again',
  load: 'baskets',
  symbols: Object.keys(FAULTS),
  links: ['rest', 'flattrade', 'breeze'],
  // An engine of its own: orders that another run left in doubt are sent again once the venue
  // forgets them.
  settings: { ...BROKER_SETTINGS },
  async prepare({ simulator }) {
    await simulator.setBroker('breeze', { echoRemark: true });
    // Whether remarks come back is learned anew in each session.
    await simulator.expireSessions('breeze');
    for (const [symbol, fault] of Object.entries(FAULTS)) {
      const known = new Set(Object.values(SYMBOLS[symbol as keyof typeof FAULTS]));
      for (const name of known) await simulator.setSymbol(name, fault);
    }
    for (const [symbol, fault] of Object.entries(CONDOR_FAULTS)) {
      await simulator.setSymbol(symbol, fault);
    }
  },
  disturb,
};
