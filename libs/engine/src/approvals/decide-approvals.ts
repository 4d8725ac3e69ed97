import {
  type Command,
  heldCommand,
  type HeldCommand,
  isImmediate,
  isRefusal,
  type Order,
  type OrderFact,
  type Refusal,
  refuse,
  RefusalCode,
} from '@ome/domain';
import { takeBack } from '../change-order/take-back';
import type { Clock } from '../clock-and-ids';
import type { Nudger } from '../nudger';
import type { Origin, OrderWriter } from '../order-writer';
import { refusedFact } from '../send-commands/outcome';
import type { VenueTerms } from '../venue-terms';
import type { EntryChecks } from './entry-checks';

export type Decided = { order: Order } | Refusal;

type Decision = (order: Order, held: HeldCommand) => Promise<OrderFact | Refusal>;

/** The order of a held request: its id begins with that of its order. */
export const orderOfApproval = (id: string): string => id.slice(0, 24);

/**
 * Lets held requests go on, or ends them. Each decision is one event of the order, which competes
 * with all others: nothing is approved twice, or after it ended.
 */
export class DecideApprovals {
  constructor(
    private readonly writer: OrderWriter,
    private readonly nudger: Nudger,
    private readonly checks: EntryChecks,
    private readonly venue: Pick<VenueTerms, 'refusal'>,
    private readonly clock: Clock,
  ) {}

  /** Judged again as of now; what is refused goes on waiting. */
  approve(id: string, text: string | null, origin: Origin): Promise<Decided> {
    return this.permitted(id, origin, async (order, held) => {
      const { kind, by } = held.delivery.approval;
      if (kind !== 'secondPerson') return refuse(RefusalCode.NotAwaitingApproval);
      if (by === origin.by) return refuse(RefusalCode.OwnRequest);
      const refusal = (await this.judged(order, held)) ?? (await this.untaken(order, held));
      return refusal ?? { type: 'Approved', clOrdId: id, text };
    });
  }

  /** Sends a staged order, unless rules hold it for a second person. */
  release(orderId: string, origin: Origin): Promise<Decided> {
    return this.permitted(orderId, origin, async (order, held) => {
      if (held.delivery.approval.kind !== 'release') return refuse(RefusalCode.AwaitsApproval);
      const refusal = await this.judged(order, held);
      if (refusal) return refusal;
      const isManual = origin.isManual || held.delivery.approval.isManual;
      const approval = await this.checks.release(order, isManual ?? false);
      if (approval) return { type: 'Released', clOrdId: orderId, approval };
      return (await this.untaken(order, held)) ?? { type: 'Released', clOrdId: orderId };
    });
  }

  reject(id: string, reason: string, origin: Origin): Promise<Decided> {
    return this.decide(id, origin, (_order, held) =>
      Promise.resolve(refusedFact(held, 'engine', `Not approved: ${reason}`)),
    );
  }

  private async permitted(id: string, origin: Origin, decision: Decision): Promise<Decided> {
    const permit = await this.checks.limits.permit();
    try {
      const decided = await this.decide(id, origin, decision);
      if (isRefusal(decided) || permit.isHeld()) return decided;
      const isDecided = ({ clOrdId }: Command) => clOrdId === id;
      return await takeBack(this.writer, this.checks.limits, decided.order, isDecided, origin);
    } finally {
      permit.release();
    }
  }

  private async decide(id: string, origin: Origin, decision: Decision): Promise<Decided> {
    const change = await this.writer.change(
      orderOfApproval(id),
      (order) => {
        const held = heldCommand(order, id);
        return held ? decision(order, held) : refuse(RefusalCode.NotAwaitingApproval);
      },
      origin,
    );
    if (change.outcome === 'missing') return refuse(RefusalCode.NotAwaitingApproval);
    if (change.outcome === 'refused') return change.refusal;
    const { order } = change;
    this.nudger.nudge(order, isImmediate(order) ? 'urgent' : 'normal');
    return { order };
  }

  private async judged(order: Order, held: HeldCommand): Promise<Refusal | null> {
    const now = this.clock.now();
    if (now >= held.delivery.approval.expiresAt) return refuse(RefusalCode.ApprovalExpired);
    const { refusal } = await this.checks.limits.beforeSend(order, held, now);
    return refusal;
  }

  /** It would be sent now, and ended where the exchange does not take it in this phase. */
  private async untaken(order: Order, { kind }: HeldCommand): Promise<Refusal | null> {
    return this.venue.refusal(order, kind);
  }
}
