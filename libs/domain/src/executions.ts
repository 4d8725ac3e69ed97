import { amendmentBy, applyEvent, corporateScale } from './apply-event';
import type { Decimal } from './decimal';
import { canonicalExchange } from './instrument';
import { type Amendment, awaitedExecution, type Order } from './order';
import { AlertCode, isDoubted, type OrderEvent, type Trade } from './order-event';

/** One fill after busts, corrections and corporate actions. */
export interface Execution {
  /** ExecID of the trade; corrections keep it. */
  execId: string;
  quantity: Decimal;
  price: Decimal;
  state: 'live' | 'corrected' | 'busted';
  exchange: string;
  at: Date;
  /** Present while its price is ignored in valuations, until ops confirm it. */
  doubted?: true;
}

/**
 * When an execution took place: by the venue's stamp, but not later than we received it, nor before
 * its order was there.
 */
export const tradedAt = ({ transactTime, alerts }: Trade, bookedAt: Date): Date =>
  transactTime &&
  transactTime < bookedAt &&
  !alerts.some(({ code }) => code === AlertCode.StampBehind)
    ? transactTime
    : bookedAt;

/** Which executions of its order an event adds or changes: none, one, by its root, or all. */
export function touchedExecutions(event: OrderEvent): 'none' | 'all' | { execId: string } {
  switch (event.type) {
    case 'Trade':
      return { execId: event.execId };
    case 'TradeCancel':
    case 'TradeCorrect':
      if (!event.busted) return 'none';
      return event.rootExecId === null ? 'all' : { execId: event.rootExecId };
    case 'TradeConfirmed':
      return { execId: event.execRefId };
    case 'Restated':
      // A corporate action divides every fill anew; an order has very few of them.
      return event.corporateAction ? 'all' : 'none';
    default:
      return 'none';
  }
}

/** The execution that a trade adds, given the order before it. */
export function executionOf(trade: Trade & { at: Date }, before: Order): Execution {
  const { execId, lastQty: quantity, lastPx: price } = trade;
  // Trades of earlier versions were journalled with the exchange as the venue wrote it.
  const exchange = canonicalExchange(trade.exchange.trim());
  const at = tradedAt(trade, trade.at);
  const doubt = isDoubted(trade.alerts) && { doubted: true as const };
  const brought: Execution = { execId, quantity, price, state: 'live', exchange, at, ...doubt };
  const awaited = awaitedExecution(before, execId);
  return awaited ? withAmendment(brought, awaited.amendment) : brought;
}

function withAmendment(execution: Execution, amendment: Amendment): Execution {
  return { ...execution, ...amendment, state: amendment ? 'corrected' : 'busted' };
}

/**
 * The executions of one order by the ExecID of their trade. The order itself keeps only their sum,
 * so that booking a fill costs the same however many came before; folded only when one must be
 * named.
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
        return this.book(before, event);
      case 'TradeConfirmed':
        return this.doubt(event.execRefId, false);
      case 'TradeCancel':
      case 'TradeCorrect': {
        if (!event.busted) return;
        const ids = event.execId ? (awaitedExecution(before, event.execId)?.amendedBy ?? []) : [];
        this.amend(event.execRefId, [event.execId, ...ids], amendmentBy(before, event));
        // A corrected price is checked again.
        return this.doubt(event.execRefId, isDoubted(event.alerts));
      }
      case 'Restated':
        return this.scale(corporateScale(before, event));
      default:
    }
  }

  private book(before: Order, trade: Trade & { at: Date }): void {
    this.byRoot.set(trade.execId, executionOf(trade, before));
    const ids = awaitedExecution(before, trade.execId)?.amendedBy ?? [];
    for (const id of ids) this.rootOf.set(id, trade.execId);
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
    this.byRoot.set(execution.execId, withAmendment(execution, amendment));
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
