import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { Behaviour } from '../behaviour';
import { Ledger } from '../ledger/ledger';
import type { SeededRandom } from '../seeded-random';
import {
  CxlRejReason,
  orderFields,
  OrdRejReason,
  type FixFields,
  type Objection,
} from './execution-report';
import type { ChangeRequest, LinkRequest, NewOrderRequest } from './link-request';
import { OrderFiller } from './order-filler';
import { OrderReporter } from './order-reporter';
import { reportByHand } from './report-by-hand';
import { VenueOrder } from './venue-order';

export type Verdict = 'accepted' | 'rejected';

/** A request the venue took, and what came of it. */
interface TakenRequest {
  request: LinkRequest;
  order: VenueOrder | undefined;
  verdict: Verdict;
}

/**
 * The order book behind the link. Naive on purpose, as a real exchange is: a new order with a
 * ClOrdID that was seen before is one more order.
 */
@Injectable()
export class Venue implements OnModuleDestroy {
  /** The newest order of each order id. */
  private readonly orders = new Map<string, VenueOrder>();
  private readonly taken = new Map<string, TakenRequest>();
  private orderCount = 0;
  private duplicateCount = 0;

  constructor(
    private readonly ledger: Ledger,
    private readonly reporter: OrderReporter,
    private readonly filler: OrderFiller,
  ) {}

  /** Acts on a request; the reports follow by themselves. */
  take(request: LinkRequest, behaviour: Behaviour, random: SeededRandom): Verdict {
    if (this.hasTaken(request.clOrdId)) this.duplicateCount += 1;
    const { order, verdict } =
      request.type === 'new'
        ? this.open(request, behaviour, random)
        : this.change(request, behaviour, random);
    this.taken.set(request.clOrdId, { request, order, verdict });
    return verdict;
  }

  hasTaken(clOrdId: string): boolean {
    return this.taken.has(clOrdId);
  }

  /** What the venue knows of a request, in FIX names; undefined where it never took it. */
  lookUp(clOrdId: string): FixFields | undefined {
    const taken = this.taken.get(clOrdId);
    if (!taken) return undefined;
    const { request, order, verdict } = taken;
    return {
      success: true,
      order_id: request.orderId,
      type: request.type,
      verdict,
      ...(order && orderFields(order)),
      ClOrdID: clOrdId,
      OrigClOrdID: request.origClOrdId,
    };
  }

  /** Sends a report made of what is known of the order and, over it, the fields given. */
  sendByHand(orderId: string, fields: FixFields): FixFields {
    const order = this.orders.get(orderId);
    const { report, newFill } = reportByHand(order, this.reporter.newExecId(), fields);
    if (newFill) this.filler.countFillByHand();
    this.reporter.dispatch(order, report, 1);
    return report;
  }

  /** Forgets all orders; no fill of them follows. */
  reset(): void {
    this.filler.reset();
    this.orders.clear();
    this.taken.clear();
    this.orderCount = 0;
    this.duplicateCount = 0;
  }

  counts(): { orders: number; ordersFilling: number; duplicates: number; fills: number } {
    return {
      orders: this.orderCount,
      duplicates: this.duplicateCount,
      ...this.filler.counts(),
    };
  }

  onModuleDestroy(): void {
    this.reset();
  }

  private open(
    request: NewOrderRequest,
    behaviour: Behaviour,
    random: SeededRandom,
  ): { order: VenueOrder; verdict: Verdict } {
    const order = new VenueOrder(
      request,
      this.reporter.newOrderId(),
      {
        life: behaviour.behaviour === 'rest' ? 'rest' : (behaviour.then ?? 'fill'),
        filling: behaviour,
        copies: copiesOf(behaviour),
      },
      random,
      this.hasTaken(request.clOrdId),
    );
    this.orders.set(request.orderId, order);
    this.ledger.recordOrder(order);
    this.orderCount += 1;

    if (behaviour.behaviour === 'reject') {
      order.closedAs = '8';
      const Text = behaviour.text ?? 'Rejected';
      this.reporter.report(order, { ExecType: '8', OrdRejReason: OrdRejReason.other, Text });
      return { order, verdict: 'rejected' };
    }
    if (behaviour.behaviour === 'reorder') order.held = [];
    this.reporter.report(order, { ExecType: '0' });
    this.filler.start(order, random);
    return { order, verdict: 'accepted' };
  }

  private change(
    request: ChangeRequest,
    behaviour: Behaviour,
    random: SeededRandom,
  ): { order: VenueOrder | undefined; verdict: Verdict } {
    const order = this.orders.get(request.orderId);
    const copies = copiesOf(behaviour);
    const objection = order ? objectionTo(request, order, behaviour) : UNKNOWN_ORDER;
    if (!order || objection) {
      this.reporter.rejectRequest(order, request, objection ?? UNKNOWN_ORDER, copies);
      return { order, verdict: 'rejected' };
    }
    const OrigClOrdID = order.clOrdId;
    order.clOrdId = request.clOrdId;
    if (request.type === 'cancel') {
      order.closedAs = '4';
      this.reporter.report(order, { ExecType: '4', OrigClOrdID }, { copies });
      this.filler.stop(order);
    } else {
      order.replace(request.quantity, request.price);
      this.reporter.report(order, { ExecType: '5', OrigClOrdID }, { copies });
      this.filler.start(order, random);
    }
    return { order, verdict: 'accepted' };
  }
}

const UNKNOWN_ORDER: Objection = { reason: CxlRejReason.unknownOrder, text: 'Unknown order' };

/** Why a cancel or replace is rejected; null where it is honoured. */
function objectionTo(
  request: ChangeRequest,
  order: VenueOrder,
  behaviour: Behaviour,
): Objection | null {
  if (behaviour.behaviour === 'reject') {
    return { reason: CxlRejReason.other, text: behaviour.text ?? 'Rejected' };
  }
  if (order.leavesQty.greaterThan(0)) return null;
  // A replace that raises the total opens a filled order again.
  if (request.type === 'replace' && !order.closedAs && request.quantity.greaterThan(order.cumQty)) {
    return null;
  }
  return { reason: CxlRejReason.tooLate, text: `Too late to ${request.type}` };
}

const copiesOf = (behaviour: Behaviour): number => (behaviour.behaviour === 'answerTwice' ? 2 : 1);
