import {
  type Alert,
  AlertCode,
  type Decimal,
  fillDoubts,
  type Order,
  type Plausibility,
  type ReportedFact,
  type ReportedFill,
  stampBehind,
} from '@ome/domain';
import type { Clock } from '../clock-and-ids';
import type { RiskMarket } from '../risk/risk-ports';

/** Fills of one symbol come in bursts, so a reference price may be this old. */
const REFERENCE_MS = 1_000;
const MAX_REFERENCES = 5_000;

/** Adds alerts to implausible fills before they are booked. */
export class DoubtFills {
  private readonly references = new Map<string, { price: Decimal; until: number }>();

  constructor(
    private readonly market: Pick<RiskMarket, 'lastPrice'>,
    private readonly clock: Clock,
    private readonly limits: Plausibility,
  ) {}

  /** The fact with its doubts among the alerts. */
  async judge(order: Order, fact: ReportedFact): Promise<ReportedFact> {
    if (fact.type !== 'Trade' && fact.type !== 'TradeCorrect') return fact;
    const behind = stampBehind(order, fact) ?? [];
    // Ops have checked it.
    const isChecked = fact.alerts.some(({ code }) => code === AlertCode.BookedByHand);
    const doubts = [behind, isChecked ? [] : await this.doubts(order, fact)].flat();
    return doubts.length === 0 ? fact : { ...fact, alerts: [...fact.alerts, ...doubts] };
  }

  private async doubts(order: Order, fill: ReportedFill): Promise<Alert[]> {
    return fillDoubts(order, fill, await this.lastPrice(order), this.clock.now(), this.limits);
  }

  private async lastPrice({ exchange, symbol }: Order): Promise<Decimal | null> {
    const key = JSON.stringify([exchange, symbol]);
    const now = this.clock.now().getTime();
    const known = this.references.get(key);
    if (known && now < known.until) return known.price;
    const price = await this.market.lastPrice(exchange, symbol);
    if (this.references.size > MAX_REFERENCES) this.references.clear();
    if (price) this.references.set(key, { price, until: now + REFERENCE_MS });
    return price;
  }
}
