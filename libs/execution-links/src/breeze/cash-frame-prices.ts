import { type Decimal, divide, decimal } from '@ome/domain';
import { LRUCache } from 'lru-cache';

export type CashFrameUnit = 'rupees' | 'paise';

const PAISE: Decimal = decimal(100);
const MAX_ORDERS = 10_000;

export const fromPaise = (price: Decimal): Decimal => divide(price, PAISE);

/**
 * The unit of prices in frames of the order stream about shares. Frames about futures and options
 * are in paise; of those about shares it is not known, so that a setting says what to expect until an
 * order whose price we know has shown it.
 */
export class CashFramePrices {
  private readonly known = new LRUCache<string, Decimal>({ max: MAX_ORDERS });
  private shown: CashFrameUnit | null = null;

  constructor(private readonly expected: CashFrameUnit) {}

  /** A limit price that the order has, from a request of ours or a row of the book. */
  learn(brokerOrderId: string, price: Decimal | null): void {
    if (price) this.known.set(brokerOrderId, price);
  }

  /** Compares the limit of a frame with the one that the order has. */
  observe(brokerOrderId: string, limit: Decimal): void {
    const price = this.known.get(brokerOrderId);
    if (!price || this.shown) return;
    if (limit.eq(price)) this.shown = 'rupees';
    else if (fromPaise(limit).eq(price)) this.shown = 'paise';
  }

  rupees(price: Decimal): Decimal {
    return (this.shown ?? this.expected) === 'paise' ? fromPaise(price) : price;
  }
}
