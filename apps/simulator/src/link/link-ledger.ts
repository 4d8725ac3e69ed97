import type { Behaviour } from '../behaviour';
import type { Front } from '../front';
import type { Ledger } from '../ledger/ledger';
import type { SeededRandom } from '../seeded-random';
import { copiesOf, courseOf, type Refusal, type Venue, type Verdict } from '../venue/venue';
import {
  CxlRejReason,
  orderFields,
  OrdRejReason,
  type FixFields,
  type Objection,
} from './execution-report';
import { LinkOrder } from './link-order';
import type { ChangeRequest, LinkRequest, NewOrderRequest } from './link-request';
import type { OrderReporter } from './order-reporter';
import { reportByHand } from './report-by-hand';

/** A request that the venue accepted, and its result. */
interface TakenRequest {
  request: LinkRequest;
  order: LinkOrder | undefined;
  verdict: Verdict;
}

/** What came through the REST link, or over FIX: a repeated ClOrdID is one more order. */
export class LinkLedger {
  /** The newest order of each order id. */
  private readonly orders = new Map<string, LinkOrder>();
  private readonly taken = new Map<string, TakenRequest>();

  constructor(
    private readonly front: Front,
    private readonly ledger: Ledger,
    private readonly venue: Venue,
    private readonly reporter: OrderReporter,
  ) {}

  /** Acts on a request; the reports follow by themselves. */
  take(request: LinkRequest, behaviour: Behaviour, random: SeededRandom): Verdict {
    if (this.hasTaken(request.clOrdId)) this.ledger.count(this.front, 'duplicates');
    const { order, verdict } =
      request.type === 'new'
        ? this.open(request, behaviour, random)
        : this.change(request, behaviour, random);
    this.taken.set(request.clOrdId, { request, order, verdict });
    return verdict;
  }

  hasOrder(orderId: string): boolean {
    return this.orders.has(orderId);
  }

  hasTaken(clOrdId: string): boolean {
    return this.taken.has(clOrdId);
  }

  /** What the venue knows of a request, in FIX names; undefined if it never accepted it. */
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

  /** Answers a request for the status of an order. */
  reportStatus(order: LinkOrder): void {
    this.reporter.report(order, { ExecType: 'I' }, { copies: 1 });
  }

  /** The order of a request, or with that OrderID of the venue. */
  find(clOrdId: string, venueOrderId: string | undefined): LinkOrder | undefined {
    const taken = this.taken.get(clOrdId)?.order;
    return taken ?? [...this.orders.values()].find((order) => order.venueOrderId === venueOrderId);
  }

  get openOrders(): LinkOrder[] {
    return [...this.orders.values()].filter(({ leavesQty }) => leavesQty.greaterThan(0));
  }

  /** Sends a report built from the order's known fields and, over them, the given ones. */
  sendByHand(orderId: string, fields: FixFields): FixFields {
    const order = this.orders.get(orderId);
    const { report, newFill } = reportByHand(order, this.reporter.newExecId(), fields);
    if (newFill) this.ledger.count(this.front, 'fills');
    this.reporter.dispatch(order, report, 1);
    return report;
  }

  reset(): void {
    this.orders.clear();
    this.taken.clear();
  }

  private open(
    request: NewOrderRequest,
    behaviour: Behaviour,
    random: SeededRandom,
  ): { order: LinkOrder; verdict: Verdict } {
    const duplicate = this.hasTaken(request.clOrdId);
    const course = courseOf(behaviour);
    const order = new LinkOrder(this.front, request, this.reporter, course, random, duplicate);
    this.orders.set(request.orderId, order);
    if (behaviour.behaviour === 'reorder') order.held = [];
    const verdict = this.venue.open(order, behaviour, (Text) => {
      this.reporter.report(
        order,
        Text === null
          ? { ExecType: '0' }
          : { ExecType: '8', OrdRejReason: OrdRejReason.other, Text },
      );
    });
    return { order, verdict };
  }

  private change(
    request: ChangeRequest,
    behaviour: Behaviour,
    random: SeededRandom,
  ): { order: LinkOrder | undefined; verdict: Verdict } {
    const order = this.orders.get(request.orderId);
    const copies = copiesOf(behaviour);
    if (!order) {
      this.reporter.rejectRequest(order, request, UNKNOWN_ORDER, copies);
      return { order, verdict: 'rejected' };
    }
    const refusal = this.venue.change(order, request, behaviour, random, () => {
      const OrigClOrdID = order.clOrdId;
      order.clOrdId = request.clOrdId;
      const ExecType = request.type === 'cancel' ? '4' : '5';
      this.reporter.report(order, { ExecType, OrigClOrdID }, { copies });
    });
    if (refusal) this.reporter.rejectRequest(order, request, objectionOf(refusal), copies);
    return { order, verdict: refusal ? 'rejected' : 'accepted' };
  }
}

const UNKNOWN_ORDER: Objection = { reason: CxlRejReason.unknownOrder, text: 'Unknown order' };

const objectionOf = ({ tooLate, text }: Refusal): Objection => ({
  reason: tooLate ? CxlRejReason.tooLate : CxlRejReason.other,
  text,
});
