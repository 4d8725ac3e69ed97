import {
  decimal,
  type InstrumentName,
  isRefusal,
  type OffTick,
  type Order,
  type OrderTerms,
  pricesOnStep,
  type Refusal,
  type Side,
} from '@ome/domain';
import { type ExecutionLinks, type LinkIdentity, productAt, targetLink } from './execution-links';
import type { PhaseChecks } from './end-of-day/phase-checks';
import type { InstrumentNames } from './instrument-names';
import type { Instruments } from './instruments';

/** An order's instrument and product at its venue, and the name as given. */
export interface VenueName extends InstrumentName {
  givenSymbol: string | null;
  product: string | null;
}

type Routed = Pick<Order, 'link' | 'account'>;
type Priced = Routed & Pick<Order, 'slicing' | 'exchange' | 'symbol'> & { side: Side };

/** Translates an order's names and prices to those of its venue, and knows what it takes now. */
export class VenueTerms {
  constructor(
    private readonly links: ExecutionLinks<LinkIdentity>,
    private readonly names: InstrumentNames,
    private readonly instruments: Pick<Instruments, 'forLink'>,
    private readonly offTick: OffTick,
    private readonly phases: Pick<PhaseChecks, 'refusal'>,
  ) {}

  /** Why the exchange does not take such a request now; usually there is nothing to await. */
  refusal(...request: Parameters<PhaseChecks['refusal']>): ReturnType<PhaseChecks['refusal']> {
    return this.phases.refusal(...request);
  }

  /** The canonical instrument name, and the product under which the link places it. */
  async name(
    order: Routed & InstrumentName & { givenSymbol?: string | null; product: string | null },
  ): Promise<VenueName> {
    const name = await this.names.canonical(order);
    const given = name.symbol === order.symbol ? null : order.symbol;
    return {
      ...name,
      givenSymbol: order.givenSymbol ?? given,
      product: this.product(order, name, order.product),
    };
  }

  product(order: Routed, name: InstrumentName, product: string | null): string | null {
    return productAt(this.links.linkFor(order), product, name);
  }

  /**
   * Prices that the venue accepts: multiples of the tick size if the master has it, within the
   * venue's maximum decimals. A link that gives neither accepts any price.
   */
  async price<Terms extends Pick<OrderTerms, 'price' | 'stopPrice'>>(
    order: Priced,
    terms: Terms,
  ): Promise<Terms | Refusal> {
    const link = targetLink(order);
    const decimals = this.links.linkFor({ link, account: order.account })?.priceDecimals?.(order);
    if (decimals === undefined || (!terms.price && !terms.stopPrice)) return terms;
    const facts = await this.instruments.forLink(link, order.exchange, order.symbol);
    const smallest = decimal(10).pow(-decimals);
    const fitted = pricesOnStep(terms, order.side, facts?.tickSize ?? smallest, this.offTick);
    return isRefusal(fitted) ? fitted : pricesOnStep(fitted, order.side, smallest, this.offTick);
  }
}
