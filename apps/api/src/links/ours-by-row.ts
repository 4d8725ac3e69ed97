import { Injectable } from '@nestjs/common';
import type { BrokerTrade, Order, RowIdentity } from '@ome/domain';
import { type BrokerLink, Clock, MatchRows } from '@ome/engine';
import { FillQueries } from '@ome/persistence';
import { plainJson } from '../orders/plain-json';

/** What brokers' rows are about, as we have it. */
@Injectable()
export class OursByRow {
  constructor(
    private readonly matchRows: MatchRows,
    private readonly fills: FillQueries,
    private readonly clock: Clock,
  ) {}

  /** Null if none of our orders is certainly meant. */
  async orderOf({ name }: BrokerLink, row: RowIdentity): Promise<Order | null> {
    const found = await this.matchRows.match(name, row, this.clock.now());
    return found.match === 'order' ? found.order : null;
  }

  async fillOf(link: BrokerLink, trade: BrokerTrade) {
    const order = await this.orderOf(link, trade);
    if (!order) return null;
    const fills = (await this.fills.byOrders([order.orderId])).get(order.orderId) ?? [];
    const fill = fills.find(({ execId }) => execId === trade.execId);
    return fill ? plainJson(fill) : null;
  }
}
