import {
  type ApprovalDemand,
  approvalRulesFor,
  heldFor,
  needsPriceToApprove,
  type OrderIdentity,
  type OrderTerms,
} from '@ome/domain';
import type { Clock } from '../clock-and-ids';
import type { MarketHours } from '../end-of-day/market-hours';
import type { LeasedRiskSettings } from '../risk/leased-risk-settings';
import type { MarketDay, RiskMarket } from '../risk/risk-ports';

type Asked = OrderIdentity & OrderTerms;

const DAY_MS = 24 * 60 * 60 * 1_000;

/** Why an order waits for somebody before it is sent, and how long it may. */
export class ApprovalDemands {
  /** @param longestMs how long a request waits at most */
  constructor(
    private readonly settings: Pick<LeasedRiskSettings, 'approvalSettings'>,
    private readonly market: Pick<RiskMarket, 'lastPrice'>,
    private readonly hours: Pick<MarketHours, 'endOf'>,
    private readonly clock: Clock,
    private readonly day: () => MarketDay,
    private readonly longestMs: number,
  ) {}

  /** Whether any rule concerns the order: without one there is nothing to read. */
  mayConcern(order: Pick<OrderIdentity, 'account' | 'userId'>): boolean {
    const { approvalSettings } = this.settings;
    return approvalSettings.length > 0 && approvalRulesFor(approvalSettings, order).length > 0;
  }

  /** Why rules hold the order, in words; empty if none does. */
  async reasons(order: Asked, isManual: boolean): Promise<string[]> {
    const rules = approvalRulesFor(this.settings.approvalSettings, order);
    const { exchange, symbol } = order;
    const lastPrice = needsPriceToApprove(rules, order)
      ? await this.market.lastPrice(exchange, symbol)
      : null;
    return heldFor(rules, { ...order, isManual }, lastPrice);
  }

  secondPerson(order: Asked, rules: string[]): Promise<ApprovalDemand> {
    return this.demand(order, 'secondPerson', rules);
  }

  /** The rules are asked at the release: who entered it still counts then. */
  async release(order: Asked, isManual: boolean): Promise<ApprovalDemand> {
    const demand = await this.demand(order, 'release', ['it is staged']);
    return isManual ? { ...demand, isManual } : demand;
  }

  /** Nothing waits into another day, or beyond the session in which it could trade. */
  private async demand(
    order: Asked,
    kind: ApprovalDemand['kind'],
    rules: string[],
  ): Promise<ApprovalDemand> {
    const createdAt = this.clock.now();
    const end = await this.hours.endOf({ ...order, createdAt });
    const times = [
      createdAt.getTime() + this.longestMs,
      this.day().beganAt.getTime() + DAY_MS,
      end?.getTime() ?? Infinity,
    ];
    return { kind, rules, expiresAt: new Date(Math.min(...times)) };
  }
}
