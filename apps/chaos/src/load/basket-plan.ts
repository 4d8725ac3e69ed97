import type { IronCondorRequest, NewBasketLeg, NewBasketRequest } from '@ome/contracts';
import { SeededRandom } from '../../../simulator/src/seeded-random';
import { randomPrice } from './random-price';

/** A basket that a client is going to place. */
export interface BasketPlan {
  readonly path: '/baskets' | '/baskets/iron-condor';
  readonly body: NewBasketRequest | IronCondorRequest;
  /** Placed again after the acknowledgement, like a client that lost it. */
  readonly repeat: boolean;
  /** How the client cancels, if it does; and whether it cancels at once. */
  readonly unwind: boolean;
  readonly cancelAfterMs: number | null;
}

export interface BasketPlanOptions {
  readonly seed: number;
  /** The prefix of every id; no two loads on one engine may share it. */
  readonly name: string;
  readonly account: string;
  readonly baskets: number;
  /** The symbols of plain baskets. */
  readonly symbols: readonly string[];
  /** Links, used in turn. */
  readonly links: readonly string[];
}

const condorShare = 0.4;
const filledShare = 0.75;
const unwindShare = 0.6;
const repeatShare = 0.2;
const cancelShare = 0.15;
const longestCancelMs = 1_500;
const stageTimeoutMs = { min: 1_500, max: 5_000 };
/** Of the shipped sample, which has these strikes. */
const UNDERLYING = { underlying: 'NIFTY', expiry: '2026-12-29', product: 'NRML' } as const;

export function planBaskets(options: BasketPlanOptions): BasketPlan[] {
  return Array.from({ length: options.baskets }, (_, index) => planBasket(options, index));
}

function planBasket(options: BasketPlanOptions, index: number): BasketPlan {
  const { seed, name, account, links } = options;
  const random = SeededRandom.derive(seed, 'basket', name, index);
  const head = {
    basketClOrdId: `${name}-${index}`,
    account,
    link: links[index % links.length],
    proceedWhen: random.chance(filledShare) ? 'FILLED' : 'ACCEPTED',
    stageTimeoutMs: random.integer(stageTimeoutMs.min, stageTimeoutMs.max),
    onFailure: random.chance(unwindShare) ? 'UNWIND' : 'STOP',
  } as const;
  const isCondor = random.chance(condorShare);
  return {
    path: isCondor ? '/baskets/iron-condor' : '/baskets',
    body: { ...head, ...(isCondor ? condor(random) : { legs: legs(random, options.symbols) }) },
    repeat: random.chance(repeatShare),
    unwind: random.chance(0.5),
    cancelAfterMs: random.chance(cancelShare) ? random.integer(0, longestCancelMs) : null,
  };
}

const condor = (random: SeededRandom) => ({
  ...UNDERLYING,
  lots: random.integer(1, 4),
  putBuy: { strike: '24000', price: randomPrice(random, 450) },
  putSell: { strike: '24300', price: randomPrice(random, 450) },
  callSell: { strike: '24700', price: randomPrice(random, 450) },
  callBuy: { strike: '25000', price: randomPrice(random, 450) },
});

/** One or two bought ones, then one or two sold ones. */
function legs(random: SeededRandom, symbols: readonly string[]): NewBasketLeg[] {
  return [1, 2].flatMap((stage) =>
    Array.from({ length: random.integer(1, 2) }, () => ({
      stage,
      symbol: symbols[random.integer(0, symbols.length - 1)],
      exchange: 'NSE',
      side: stage === 1 ? 'BUY' : 'SELL',
      ordType: 'LIMIT',
      quantity: random.integer(1, 300),
      price: randomPrice(random, 450),
      timeInForce: 'DAY',
    })),
  );
}
