import { Decimal, divide, ZERO } from '../exact-decimal';
import type { Conversion } from './broker-ledger';
import type { BrokerOrder } from './broker-order';

/** The sum of the fills of one contract and product. */
export class Position<T extends BrokerOrder = BrokerOrder> {
  buyQty: Decimal = ZERO;
  sellQty: Decimal = ZERO;
  buyAmount: Decimal = ZERO;
  sellAmount: Decimal = ZERO;

  constructor(
    /** The first order of the position, which gives its instrument. */
    readonly order: T,
    readonly product: string,
  ) {}

  add(side: '1' | '2', quantity: Decimal, amount: Decimal): void {
    if (side === '1') {
      this.buyQty = this.buyQty.plus(quantity);
      this.buyAmount = this.buyAmount.plus(amount);
    } else {
      this.sellQty = this.sellQty.plus(quantity);
      this.sellAmount = this.sellAmount.plus(amount);
    }
  }

  /** An empty position of another product. */
  as(product: string): Position<T> {
    return new Position(this.order, product);
  }

  /** Moves a quantity of one side at its average price. */
  moveTo(target: Position<T>, side: '1' | '2', quantity: Decimal): void {
    const amount = quantity.times(side === '1' ? this.buyAvg : this.sellAvg);
    this.add(side, quantity.negated(), amount.negated());
    target.add(side, quantity, amount);
  }

  get netQty(): Decimal {
    return this.buyQty.minus(this.sellQty);
  }

  get buyAvg(): Decimal {
    return average(this.buyAmount, this.buyQty);
  }

  get sellAvg(): Decimal {
    return average(this.sellAmount, this.sellQty);
  }

  /** Of the open side; zero when flat. */
  get netAvg(): Decimal {
    if (this.netQty.isZero()) return ZERO;
    return this.netQty.isPositive() ? this.buyAvg : this.sellAvg;
  }

  /** From quantities bought and sold again. */
  get realized(): Decimal {
    return Decimal.min(this.buyQty, this.sellQty).times(this.sellAvg.minus(this.buyAvg));
  }

  unrealized(last: Decimal): Decimal {
    return this.netQty.times(last.minus(this.netAvg));
  }

  /** Limited by the open quantity. */
  get exposure(): Decimal {
    return this.netQty.abs().times(this.netAvg);
  }
}

export interface Labelled {
  contract: string;
  product: string;
}

/**
 * Groups the fills of orders by instrument and by the product that they were placed as, or
 * converted to.
 */
export function positionsOf<T extends BrokerOrder>(
  orders: readonly T[],
  conversions: readonly Conversion[],
  labelOf: (order: T) => Labelled,
): Map<string, Position<T>> {
  const positions = new Map<string, Position<T>>();
  for (const order of orders) {
    const { contract, product } = labelOf(order);
    for (const { quantity, price } of order.fills) {
      const key = `${contract}\n${product}`;
      const position = positions.get(key) ?? new Position(order, product);
      positions.set(key, position);
      position.add(order.terms.side, quantity, quantity.times(price));
    }
  }
  for (const { contract, from, to, side, quantity } of conversions) {
    const source = positions.get(`${contract}\n${from}`);
    if (!source) continue;
    const target = positions.get(`${contract}\n${to}`) ?? source.as(to);
    positions.set(`${contract}\n${to}`, target);
    source.moveTo(target, side, quantity);
  }
  return positions;
}

const average = (amount: Decimal, quantity: Decimal): Decimal =>
  quantity.isZero() ? ZERO : divide(amount, quantity);

/** As the brokers format money: two decimals, and up to six if needed. */
export function moneyText(value: Decimal): string {
  const shown = value.toDecimalPlaces(6);
  return shown.toFixed(Math.max(2, shown.decimalPlaces()));
}

/** As the brokers format averages, which are off tick: two decimals. */
export const averageText = (value: Decimal): string => value.toFixed(2);
