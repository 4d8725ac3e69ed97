import {
  type BrokerOrder,
  type Decimal,
  type NewOrder,
  type Order,
  ORDER_DEFAULTS,
  ordTypeFor,
  Side,
  TimeInForce,
} from '@ome/domain';
import type { BrokerLink } from '../broker-ports';
import type { Brokers } from '../brokers';
import type { OrderWriter } from '../order-writer';
import type { Ids } from '../clock-and-ids';
import type { AccountFilter, OrderReader } from '../order-reader';
import type { VenueTerms } from '../venue-terms';

export interface AdoptionRules {
  /** The trading day of an instant: brokers number orders within one day. */
  dayOf: (at: Date) => string;
  /** After this time the outcome of an attempt is known, or the attempt is in doubt. */
  settleMs: number;
  venue: Pick<VenueTerms, 'name'>;
}

/** The accounts' positions in the instrument of an order. */
export abstract class PositionHolders {
  abstract holdersOf(
    link: string,
    accounts: AccountFilter,
    held: Pick<BrokerOrder, 'exchange' | 'symbol' | 'product'>,
  ): Promise<{ account: string; netQty: Decimal }[]>;
}

/** Why an order at the broker was not taken over, and whether that may change by itself. */
export interface NotAdopted {
  why: string;
  isTemporary: boolean;
}

export const permanently = (why: string): NotAdopted => ({ why, isTemporary: false });
const forNow = (why: string): NotAdopted => ({ why, isTemporary: true });

/** Row times may be rounded to whole minutes, and clocks differ. */
const INACCURACY_MS = 2 * 60_000;

/**
 * Opens orders that somebody placed at the broker outside this engine: in the broker's own app, or
 * at its risk desk. They are never sent; later reports are booked on them as on any other order.
 */
export class AdoptOrders {
  constructor(
    private readonly writer: OrderWriter,
    private readonly orders: OrderReader,
    private readonly brokers: Brokers,
    private readonly holders: PositionHolders,
    private readonly ids: Ids,
    private readonly rules: AdoptionRules,
  ) {}

  /**
   * @param row of an order book read at `at`, for an order unknown by number and tag
   * @param isHere whether it is known by now
   * @returns null once the order is here
   */
  async adopt(
    link: BrokerLink,
    row: BrokerOrder,
    at: Date,
    isHere: () => Promise<boolean>,
  ): Promise<NotAdopted | null> {
    if (link.adoptsInto === null) return permanently('it was not placed here');
    if (!row.orderQty.gt(0)) return permanently('it has no quantity');
    const rival = await this.attemptLike(link, row);
    if (rival) return forNow(`it may be order ${rival.orderId}, whose placement is in doubt`);
    if (this.mayBeOwnSoon(link, row, at)) return forNow('its tag has the form of ours');
    // The answer to a placement of ours may have arrived since the look-up by number.
    if (await isHere()) return null;
    const day = this.rules.dayOf(at);
    const orderId = this.ids.derive('venue', link.name, link.session, day, row.brokerOrderId);
    const account = (await this.holderOf(link, row)) ?? link.adoptsInto;
    const opened = venueOrder(orderId, account, link.name, row);
    const named = { ...opened, ...(await this.rules.venue.name(opened)) };
    await this.writer.open(named, { by: link.name, requestId: null });
    return null;
  }

  /** The only account whose position the order reduces, as a square-off does. */
  private async holderOf(link: BrokerLink, row: BrokerOrder): Promise<string | null> {
    const holders = await this.holders.holdersOf(link.name, this.brokers.accountsOf(link), row);
    const [holder, ...others] = holders.filter(({ netQty }) =>
      row.side === Side.Sell ? netQty.gt(0) : netQty.lt(0),
    );
    return holder && others.length === 0 ? holder.account : null;
  }

  /** If the broker returns no tags, the order may belong to an attempt with the same content. */
  private async attemptLike(link: BrokerLink, row: BrokerOrder): Promise<Order | undefined> {
    if (link.dedupe === 'tagged') return undefined;
    const underWay = await this.orders.placementsUnderWay(link.name, this.brokers.accountsOf(link));
    return underWay.find((order) => mayBe(order, row));
  }

  private mayBeOwnSoon(link: BrokerLink, { tag, transactTime }: BrokerOrder, at: Date): boolean {
    const isOfOurForm = tag !== null && link.isOwnTag(tag);
    return isOfOurForm && at.getTime() - (transactTime ?? at).getTime() < this.rules.settleMs;
  }
}

/** The symbol is left out: the broker may use another name. */
function mayBe(order: Order, { exchange, side, orderQty, transactTime }: BrokerOrder): boolean {
  const [{ delivery }] = order.commands;
  const isAlike = order.exchange === exchange && order.side === side && order.orderQty.eq(orderQty);
  if (!isAlike || !transactTime || !('sendBy' in delivery)) return isAlike;
  const apartMs = Math.abs(delivery.sendBy.getTime() - transactTime.getTime());
  return apartMs <= INACCURACY_MS;
}

const venueOrder = (
  orderId: string,
  account: string,
  link: string,
  row: BrokerOrder,
): NewOrder => ({
  ...ORDER_DEFAULTS,
  type: 'NewOrder',
  origin: 'venue',
  orderId,
  clOrdId: orderId,
  account,
  symbol: row.symbol,
  exchange: row.exchange,
  side: row.side,
  ordType: row.ordType ?? ordTypeFor(row),
  orderQty: row.orderQty,
  price: row.price,
  stopPrice: row.stopPrice,
  timeInForce: row.timeInForce ?? TimeInForce.Day,
  product: row.product,
  link,
  brokerOrderId: row.brokerOrderId,
  execId: null,
});
