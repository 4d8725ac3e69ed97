import { amendmentBy, applyEvent, corporateScale } from './apply-event';
import type { Decimal } from './decimal';
import { type Amendment, awaitedExecution, type Order } from './order';
import { isDoubted, type OrderEvent, type Trade } from './order-event';

/** One fill as it stands after busts, corrections and corporate actions. */
export interface Execution {
  /** ExecID of the trade; corrections keep it. */
  execId: string;
  quantity: Decimal;
  price: Decimal;
  state: 'live' | 'corrected' | 'busted';
  exchange: string;
  at: Date;
  /** Present while its price counts nowhere, until ops confirm it. */
  doubted?: true;
}

/** When an execution took place: by the venue's stamp, but not after we heard of it. */
export const tradedAt = ({ transactTime }: Trade, bookedAt: Date): Date =>
  transactTime && transactTime < bookedAt ? transactTime : bookedAt;

/**
 * The executions of one order by the ExecID of their trade. The order itself keeps only their sum,
 * so that a fill costs the same however many came before; this is folded where one must be named.
 */
export class Executions {
  private readonly byRoot = new Map<string, Execution>();
  private readonly rootOf = new Map<string, string>();

  /** The executions after all events of one order, oldest first. */
  static fold(events: Iterable<OrderEvent>): Executions {
    const executions = new Executions();
    let order: Order | null = null;
    for (const event of events) {
      if (order) executions.apply(order, event);
      order = applyEvent(order, event);
    }
    return executions;
  }

  /** By the ExecID of the trade or of any later correction of it. */
  find(execId: string): Execution | undefined {
    return this.byRoot.get(this.rootOf.get(execId) ?? execId);
  }

  all(): Execution[] {
    return [...this.byRoot.values()];
  }

  private apply(before: Order, event: OrderEvent): void {
    switch (event.type) {
      case 'Trade':
        return this.book(before, event, event.at);
      case 'TradeConfirmed':
        return this.doubt(event.execRefId, false);
      case 'TradeCancel':
      case 'TradeCorrect': {
        if (!event.busted) return;
        const ids = event.execId ? (awaitedExecution(before, event.execId)?.amendedBy ?? []) : [];
        this.amend(event.execRefId, [event.execId, ...ids], amendmentBy(before, event));
        // A corrected price is judged anew.
        return this.doubt(event.execRefId, isDoubted(event.alerts));
      }
      case 'Restated':
        return this.scale(corporateScale(before, event));
      default:
    }
  }

  private book(before: Order, trade: Trade, bookedAt: Date): void {
    const { execId, exchange, lastQty: quantity, lastPx: price } = trade;
    const at = tradedAt(trade, bookedAt);
    const doubt = isDoubted(trade.alerts) && { doubted: true as const };
    this.byRoot.set(execId, { execId, exchange, at, quantity, price, state: 'live', ...doubt });
    const awaited = awaitedExecution(before, execId);
    if (awaited) this.amend(execId, awaited.amendedBy, awaited.amendment);
  }

  private doubt(execRefId: string, isDoubtedNow: boolean): void {
    const known = this.find(execRefId);
    if (!known) return;
    const { doubted: _doubted, ...execution } = known;
    this.byRoot.set(execution.execId, { ...execution, ...(isDoubtedNow && { doubted: true }) });
  }

  private amend(execRefId: string, ids: (string | null)[], amendment: Amendment): void {
    const execution = this.find(execRefId);
    if (!execution) return;
    for (const id of ids) if (id) this.rootOf.set(id, execution.execId);
    const state = amendment ? 'corrected' : 'busted';
    this.byRoot.set(execution.execId, { ...execution, ...amendment, state });
  }

  private scale(scale: ReturnType<typeof corporateScale>): void {
    if (!scale) return;
    for (const [execId, execution] of this.byRoot) {
      this.byRoot.set(execId, {
        ...execution,
        quantity: scale.quantity(execution.quantity),
        price: scale.price(execution.price),
      });
    }
  }
}
