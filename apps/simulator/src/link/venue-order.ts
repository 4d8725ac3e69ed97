import type { Behaviour, OrderLife } from '../behaviour';
import { divide, ZERO, type Decimal } from '../exact-decimal';
import { newLane, type Lane, type OutgoingReport, type ReportRecord } from '../reports/report-lane';
import type { SeededRandom } from '../seeded-random';
import type { FillPart } from './fill-plan';
import type { NewOrderRequest } from './link-request';

/** FIX OrdStatus codes of an order that is over, whatever was filled of it. */
export type ClosedStatus = '3' | '4' | '8' | 'C';

/** How an order goes on at the venue, chosen by what its new order request met. */
export interface OrderCourse {
  life: OrderLife;
  filling: Pick<Behaviour, 'parts' | 'partDelayMs'>;
  /** How often each report is sent. */
  copies: number;
}

/** An order in the venue's book, and its entry in the ledger. */
export class VenueOrder {
  readonly kind = 'order';
  readonly at = new Date();
  readonly lane: Lane = newLane();
  readonly executions: ReportRecord[] = [];

  /** The last request that was accepted: what reports quote. */
  clOrdId: string;
  orderQty: Decimal;
  price: Decimal | null;
  closedAs: ClosedStatus | null = null;

  /** The fills still to come, and the timer of the next. */
  plan: FillPart[] = [];
  timer: NodeJS.Timeout | undefined;
  /** Reports kept back to be sent out of order; null where they go out as they happen. */
  held: OutgoingReport[] | null = null;

  private readonly fills = new Map<string, { quantity: Decimal; price: Decimal }>();
  cumQty: Decimal = ZERO;
  private notional: Decimal = ZERO;

  constructor(
    readonly request: NewOrderRequest,
    readonly venueOrderId: string,
    readonly course: OrderCourse,
    readonly random: SeededRandom,
    /** The venue took this ClOrdID before. */
    readonly duplicate: boolean,
  ) {
    this.clOrdId = request.clOrdId;
    this.orderQty = request.quantity;
    this.price = request.price;
  }

  get orderId(): string {
    return this.request.orderId;
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

  /** The quantity is the total; at or below what is filled, it is amended to that. */
  replace(total: Decimal, price: Decimal | null): void {
    this.orderQty = total.greaterThan(this.cumQty) ? total : this.cumQty;
    this.price = price ?? this.price;
  }

  /** Books a fill, or corrects the one of that id; a quantity of zero takes it back. */
  book(execId: string, quantity: Decimal, price: Decimal): void {
    const before = this.fills.get(execId);
    if (before) {
      this.cumQty = this.cumQty.minus(before.quantity);
      this.notional = this.notional.minus(before.quantity.times(before.price));
    }
    this.fills.set(execId, { quantity, price });
    this.cumQty = this.cumQty.plus(quantity);
    this.notional = this.notional.plus(quantity.times(price));
  }

  hasFill(execId: string): boolean {
    return this.fills.has(execId);
  }

  /** The ledger's view of the order. */
  toJSON(): object {
    return {
      kind: this.kind,
      at: this.at,
      orderId: this.orderId,
      clOrdId: this.clOrdId,
      venueOrderId: this.venueOrderId,
      duplicate: this.duplicate,
      symbol: this.request.symbol,
      exchange: this.request.exchange,
      account: this.request.account,
      side: this.request.side,
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
