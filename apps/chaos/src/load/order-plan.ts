import { SeededRandom } from '../../../simulator/src/seeded-random';
import { randomPrice } from './random-price';

/** The two entry points, each with its own way to repeat a request. */
export type EntryRoute = 'order_endpoint' | 'orders';

/** An order that a client is going to place. */
export interface OrderPlan {
  readonly route: EntryRoute;
  /** The link that the client names; null to let the engine choose. */
  readonly link: string | null;
  /** The Idempotency-Key on one entry point, the clOrdId on the other. */
  readonly key: string;
  readonly account: string;
  readonly userId: string;
  readonly symbol: string;
  readonly side: 'BUY' | 'SELL';
  readonly quantity: string;
  /** Null for a market order. */
  readonly price: string | null;
  /** Requested at once after the acknowledgement. */
  readonly change: 'cancel' | 'replace' | null;
  /** Placed again after the acknowledgement, like a client that lost it. */
  readonly repeat: boolean;
}

export interface PlanOptions {
  readonly seed: number;
  /** The prefix of every key; no two loads on one engine may share it. */
  readonly name: string;
  readonly account: string;
  readonly orders: number;
  readonly symbols: readonly string[];
  /**
   * Links, used in turn; without any the engine chooses. Only one entry point lets clients choose.
   */
  readonly links: readonly string[];
  readonly cancelShare: number;
}

const repeatShare = 0.02;
const replaceShare = 0.05;
/** What a replace adds to the quantity, so that it reopens an order that is filled by then. */
const raise = 7;

export function planOrders(options: PlanOptions): OrderPlan[] {
  return Array.from({ length: options.orders }, (_, index) => planOrder(options, index));
}

function planOrder(
  { seed, name, account, symbols, links, cancelShare }: PlanOptions,
  index: number,
): OrderPlan {
  const random = SeededRandom.derive(seed, 'order', name, index);
  const door = random.chance(0.5) ? 'order_endpoint' : 'orders';
  const link = links.length > 0 ? links[index % links.length] : null;
  return {
    route: link === null ? door : 'orders',
    link,
    key: `${name}-${index}`,
    account,
    userId: String(random.integer(1, 50)),
    symbol: symbols[random.integer(0, symbols.length - 1)],
    side: random.chance(0.5) ? 'BUY' : 'SELL',
    quantity: String(random.integer(1, 500)),
    price: random.chance(0.2) ? null : randomPrice(random, 2_000),
    change: drawChange(random, cancelShare),
    repeat: random.chance(repeatShare),
  };
}

function drawChange(random: SeededRandom, cancelShare: number): OrderPlan['change'] {
  if (random.chance(cancelShare)) return 'cancel';
  return random.chance(replaceShare) ? 'replace' : null;
}

export const raisedQuantity = ({ quantity }: OrderPlan): string => String(Number(quantity) + raise);
