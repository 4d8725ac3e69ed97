import { type Decimal, divide, decimal } from '@ome/domain';
import { LRUCache } from 'lru-cache';

export type CashFrameUnit = 'rupees' | 'paise';

const PAISE: Decimal = decimal(100);
const MAX_ORDERS = 10_000;

export const fromPaise = (price: Decimal): Decimal => divide(price, PAISE);

/**
 * The price unit of order stream frames about shares. Frames about futures and options are in
 * paise; for shares the unit is not documented, so a setting gives the assumed one until an order
 * of known price has shown it.
 */
export class CashFramePrices {
  private readonly known = new LRUCache<string, Decimal>({ max: MAX_ORDERS });
  private shown: CashFrameUnit | null = null;

  constructor(private readonly expected: CashFrameUnit) {}

  /** The limit price that an order has, from a request of ours or a row of the book. */
  learn(brokerOrderId: string, price: Decimal | null): void {
    if (price) this.known.set(brokerOrderId, price);
  }

  /** Compares the limit in a frame with the order's limit. */
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
