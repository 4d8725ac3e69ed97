import {
  type CommandKind,
  isInSession,
  isTakenIn,
  type Order,
  OrdType,
  PHASE_RULES,
  type Refusal,
  refuse,
  RefusalCode,
} from '@ome/domain';
import type { Clock } from '../clock-and-ids';
import { targetLink } from '../execution-links';
import type { LinkPolicies } from '../risk/link-policies';
import type { PhaseHours } from './exchange-calendar';
import type { MarketHours } from './market-hours';

type Checked = Pick<Order, 'link' | 'slicing' | 'exchange' | 'symbol' | 'ordType' | 'amo'>;

/**
 * Refuses what the exchange does not take in the current phase of its session, such as a new order
 * while it determines the reference price of the closing auction. Outside the session, and where
 * the hours are not known, the link decides: many brokers take orders for the next session.
 */
export class PhaseChecks {
  constructor(
    private readonly hours: Pick<MarketHours, 'stateAt' | 'mayRestrict'>,
    private readonly policies: LinkPolicies,
    private readonly clock: Pick<Clock, 'now'>,
    /** False to let links decide in every phase. */
    private readonly isEnforced: boolean,
  ) {}

  /** Usually there is nothing to await. */
  refusal(order: Checked, kind: CommandKind): Refusal | null | Promise<Refusal | null> {
    if (!this.isEnforced || order.amo) return null;
    const now = this.clock.now();
    return this.hours.mayRestrict(order.exchange, now) ? this.refusalAt(order, kind, now) : null;
  }

  private async refusalAt(order: Checked, kind: CommandKind, now: Date): Promise<Refusal | null> {
    const state = await this.hours.stateAt(order, now);
    if (state.state !== 'open') return null;
    const { phase } = state;
    if (!isInSession(phase.phase) || isTakenIn(phase.phase, kind, this.ordTypeAtVenue(order))) {
      return null;
    }
    return refuse(RefusalCode.NotInThisPhase, textOf(order, kind, phase));
  }

  private ordTypeAtVenue(order: Checked): OrdType {
    const isProtected = this.policies[targetLink(order)]?.protectsMarketOrders;
    return order.ordType === OrdType.Market && isProtected ? OrdType.Limit : order.ordType;
  }
}

/** Names the remedy. */
function textOf(
  { exchange, symbol }: Checked,
  kind: CommandKind,
  { phase, until }: PhaseHours,
): string {
  const during = `until ${until} (${phase})`;
  if (kind === 'cancel') return `${exchange} cancels no market orders for ${symbol} ${during}`;
  const what = kind === 'new' ? 'new orders' : 'changes';
  return PHASE_RULES[phase].entry === 'none'
    ? `${exchange} takes no ${what} for ${symbol} ${during}: send it again then`
    : `${exchange} takes ${what} only as limit orders for ${symbol} ${during}`;
}
