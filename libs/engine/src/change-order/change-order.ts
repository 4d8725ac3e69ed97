import {
  type CancelRequest,
  type Command,
  decideCancel,
  decideReplace,
  heldPlacement,
  isHeld,
  isRefusal,
  nextCommand,
  type Order,
  type OrderEvent,
  type OrderFact,
  type Refusal,
  refuse,
  RefusalCode,
  type ReplaceRequest,
  requestClOrdId,
  type RequestRules,
} from '@ome/domain';
import type { Origin, OrderWriter } from '../order-writer';
import type { Journal } from '../journal';
import type { Nudger, Urgency } from '../nudger';
import type { EntryChecks } from '../approvals/entry-checks';
import type { VenueTerms } from '../venue-terms';
import { takeBack } from './take-back';

export type Changed = { order: Order } | Refusal;

interface ChangeRequest {
  clOrdId: string | null;
  urgency: Urgency;
  decide: (order: Order) => OrderFact | Refusal | Promise<OrderFact | Refusal>;
  /** Whether a journalled event is this request, sent before. */
  isSame: (event: OrderEvent) => boolean;
}

/** Replace and cancel requests of clients. A refused request leaves no trace. */
export class ChangeOrder {
  constructor(
    private readonly writer: OrderWriter,
    private readonly journal: Journal,
    private readonly nudger: Nudger,
    private readonly rules: RequestRules,
    private readonly venue: VenueTerms,
    private readonly checks: EntryChecks,
  ) {}

  async replace(orderId: string, request: ReplaceRequest, origin: Origin): Promise<Changed> {
    const permit = await this.checks.limits.permit();
    try {
      const changed = await this.checkedReplace(orderId, request, origin);
      if (isRefusal(changed) || permit.isHeld()) return changed;
      const isReplace = ({ kind }: Command) => kind === 'replace';
      return await takeBack(this.writer, this.checks.limits, changed.order, isReplace, origin);
    } finally {
      permit.release();
    }
  }

  private checkedReplace(
    orderId: string,
    request: ReplaceRequest,
    origin: Origin,
  ): Promise<Changed> {
    let key: string | undefined;
    let priced = request;
    return this.request(orderId, origin, {
      clOrdId: request.clOrdId,
      urgency: 'normal',
      decide: async (order) => {
        const fitted = await this.venue.price(order, request);
        if (isRefusal(fitted)) return fitted;
        priced = fitted;
        const fact = decideReplace(order, priced, this.rules);
        if (isRefusal(fact)) return fact;
        key ??= requestClOrdId(order);
        const isManual = origin.isManual ?? false;
        const untaken = await this.venue.refusal(order, 'replace');
        if (untaken && !(await this.checks.replaceWaits(order, fact, isManual))) return untaken;
        const verdict = await this.checks.replace(order, fact, key, isManual);
        if (verdict && isRefusal(verdict)) return verdict;
        if (!verdict) return isManual && heldPlacement(order) ? { ...fact, isManual } : fact;
        // One at a time: who approves it decides on what the order is by then.
        return order.commands.some(isHeld)
          ? refuse(RefusalCode.AwaitsApproval)
          : { ...fact, approval: verdict };
      },
      isSame: (event) =>
        event.type === 'ReplaceRequested' &&
        (priced.quantity?.eq(event.orderQty) ?? true) &&
        (!priced.price || priced.price.eq(event.price ?? NaN)) &&
        (!priced.stopPrice || priced.stopPrice.eq(event.stopPrice ?? NaN)),
    });
  }

  cancel(orderId: string, request: CancelRequest, origin: Origin): Promise<Changed> {
    return this.request(orderId, origin, {
      clOrdId: request.clOrdId,
      urgency: 'urgent',
      decide: async (order) => {
        const fact = decideCancel(order, request, this.rules);
        if (isRefusal(fact) || fact.type !== 'CancelRequested') return fact;
        return (await this.venue.refusal(order, 'cancel')) ?? fact;
      },
      isSame: ({ type }) => type === 'CancelRequested' || type === 'CanceledUnsent',
    });
  }

  private async request(orderId: string, origin: Origin, request: ChangeRequest): Promise<Changed> {
    const { clOrdId } = request;
    const decide = (order: Order) =>
      clOrdId !== null && clOrdId === order.clOrdId
        ? refuse(RefusalCode.DuplicateClOrdId)
        : request.decide(order);
    const change = await this.writer.change(orderId, decide, origin);
    switch (change.outcome) {
      case 'missing':
        return refuse(RefusalCode.OrderNotFound);
      case 'refused':
        return (await this.repeated(orderId, change.order, request)) ?? change.refusal;
      case 'duplicate':
        return request.isSame(change.holder)
          ? { order: change.order }
          : refuse(RefusalCode.DuplicateClOrdId);
      case 'appended':
      case 'unchanged':
        if (nextCommand(change.order)) {
          this.nudger.nudge(change.order, request.urgency);
        }
        return { order: change.order };
    }
  }

  /** A request with a used id is a repeat of that request, whatever is allowed now. */
  private async repeated(
    orderId: string,
    order: Order,
    { clOrdId, isSame }: ChangeRequest,
  ): Promise<Changed | null> {
    if (clOrdId === null) return null;
    const holders = await this.journal.holdersOf(orderId, [clOrdId]);
    const holder = holders.find((event) => 'newClOrdId' in event && event.newClOrdId === clOrdId);
    if (!holder) return null;
    return isSame(holder) ? { order } : refuse(RefusalCode.DuplicateClOrdId);
  }
}
