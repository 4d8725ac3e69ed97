import type { Behaviour, OrderLife } from '../behaviour';
import { divide, ZERO, type Decimal } from '../exact-decimal';
import type { Front } from '../front';
import type { SeededRandom } from '../seeded-random';
import type { FillPart } from './fill-plan';

/** FIX OrdStatus codes of a closed order, whatever its filled quantity. */
export type ClosedStatus = '3' | '4' | '8' | 'C';

/** The content of an order, whichever front it came through. */
export interface OrderTerms {
  orderId: string;
  symbol: string;
  exchange: string;
  account: string;
  /** FIX Side: 1 buys, 2 sells. */
  side: '1' | '2';
  quantity: Decimal;
  /** Null for a market order. */
  price: Decimal | null;
  /** Of a stop order: it rests until the last price reaches it. */
  trigger?: Decimal | null;
  /** What its prices go by, where that is not the symbol. */
  priceSymbol?: string;
}

/** How an order proceeds at the venue, by the behaviour of its new order request. */
export interface OrderCourse {
  life: OrderLife;
  filling: Pick<Behaviour, 'parts' | 'partDelayMs' | 'fillPrice' | 'stampAheadMs'>;
  /** How often each report is sent. */
  copies: number;
  /** The venue's time. */
  now: () => Date;
}

export interface Fill {
  execId: string;
  quantity: Decimal;
  price: Decimal;
  at: Date;
}

/** The ledger's record of an event of an order. Quantities and prices are decimal strings. */
export interface ExecutionRecord {
  at: string;
  execId?: string;
  /** FIX ExecType code. */
  execType?: string;
  /** FIX OrdStatus code. */
  ordStatus?: string;
  /** Of a trade. */
  qty?: string;
  px?: string;
  text?: string;
}

/** An order in the venue's book, and its entry in the ledger. */
export abstract class VenueOrder {
  readonly kind = 'order';
  readonly at: Date;
  abstract readonly front: Front;
  abstract readonly executions: ExecutionRecord[];

  orderQty: Decimal;
  price: Decimal | null;
  /** Null once it was reached. */
  trigger: Decimal | null;
  closedAs: ClosedStatus | null = null;

  /** The fills still to come, and the timer of the next. */
  plan: FillPart[] = [];
  timer: NodeJS.Timeout | undefined;

  private readonly booked = new Map<string, Fill>();
  cumQty: Decimal = ZERO;
  private notional: Decimal = ZERO;

  constructor(
    readonly terms: OrderTerms,
    readonly course: OrderCourse,
    readonly random: SeededRandom,
    /** The venue accepted an order with this mark before. */
    readonly duplicate: boolean,
  ) {
    this.at = course.now();
    this.orderQty = terms.quantity;
    this.price = terms.price;
    this.trigger = terms.trigger ?? null;
  }

  /** An id for the next fill, never used before. */
  abstract newExecId(): string;

  /** Reports a booked fill through the order's front. */
  abstract tellFill(fill: Fill): void;

  /** No fill follows automatically. */
  abstract settle(): void;

  get priceSymbol(): string {
    return this.terms.priceSymbol ?? this.terms.symbol;
  }

  get orderId(): string {
    return this.terms.orderId;
  }

  get leavesQty(): Decimal {
    const open = this.orderQty.minus(this.cumQty);
    return this.closedAs || open.isNegative() ? ZERO : open;
  }

  get avgPx(): Decimal {
    return this.cumQty.isZero() ? ZERO : divide(this.notional, this.cumQty);
  }

  /** FIX OrdStatus code. */
  get ordStatus(): string {
    if (this.cumQty.greaterThanOrEqualTo(this.orderQty)) return '2';
    if (this.closedAs) return this.closedAs;
    return this.cumQty.isZero() ? '0' : '1';
  }

  get fills(): Fill[] {
    return [...this.booked.values()];
  }

  /** The quantity is the total; at or below the filled quantity, it is amended to that. */
  replace(total: Decimal, price: Decimal | null): void {
    this.orderQty = total.greaterThan(this.cumQty) ? total : this.cumQty;
    this.price = price ?? this.price;
  }

  /** Books a fill, or corrects the one with that id; a quantity of zero busts it. */
  book(execId: string, quantity: Decimal, price: Decimal): Fill {
    const before = this.booked.get(execId);
    if (before) {
      this.cumQty = this.cumQty.minus(before.quantity);
      this.notional = this.notional.minus(before.quantity.times(before.price));
    }
    const { now, filling } = this.course;
    const at = new Date(now().getTime() + (filling.stampAheadMs ?? 0));
    const fill = { execId, quantity, price, at };
    this.booked.set(execId, fill);
    this.cumQty = this.cumQty.plus(quantity);
    this.notional = this.notional.plus(quantity.times(price));
    return fill;
  }

  hasFill(execId: string): boolean {
    return this.booked.has(execId);
  }

  /** The ledger's view of the order. */
  toJSON(): object {
    return {
      kind: this.kind,
      front: this.front,
      at: this.at,
      orderId: this.orderId,
      duplicate: this.duplicate,
      symbol: this.terms.symbol,
      exchange: this.terms.exchange,
      account: this.terms.account,
      side: this.terms.side,
      orderQty: this.orderQty.toFixed(),
      price: this.price?.toFixed() ?? null,
      ordStatus: this.ordStatus,
      cumQty: this.cumQty.toFixed(),
      leavesQty: this.leavesQty.toFixed(),
      avgPx: this.avgPx.toFixed(),
      executions: this.executions,
    };
  }
}
