import { Inject, Injectable } from '@nestjs/common';
import type { FillView } from '@ome/contracts';
import type { Entitlement, Order } from '@ome/domain';
import { InstrumentNames } from '@ome/engine';
import { wireNumber } from '@ome/execution-links';
import { FillQueries, LastPrices, OrderQueries, type TradedPrice } from '@ome/persistence';
import { SETTINGS, type Settings, startOfDay } from '@ome/platform';
import { invalid } from '@ome/order-entry';
import { checked } from '../validation/validation.pipe';
import { UserOrdersMessage } from './order-endpoint.dto';
import { orderTable } from './order-table';

/** The maximum number of rows; GET /orders pages through the rest. */
const MAX_TABLE_ORDERS = 10_000;
const MAX_SYMBOLS = 1_000;

/** The two queries of wire format 1: the order table (type 4) and last prices (type 5). */
@Injectable()
export class OrderEndpointQueries {
  constructor(
    private readonly orders: OrderQueries,
    private readonly fills: FillQueries,
    private readonly prices: LastPrices,
    private readonly names: InstrumentNames,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  async userOrders(within: Entitlement, body: unknown): Promise<object> {
    const { user_id: userId } = await checked(UserOrdersMessage, body);
    const orders = await this.orders.newestByUser(within, String(BigInt(userId)), MAX_TABLE_ORDERS);
    const fills = await this.fillsOf(orders);
    return orderTable(orders, fills, this.settings.MARKET_TIME_ZONE);
  }

  /** A sliced order has the fills of its slices. */
  private async fillsOf(orders: Order[]): Promise<Map<string, FillView[]>> {
    const slices = await this.orders.slicesOf(
      orders.flatMap(({ orderId, slicing }) => (slicing ? orderId : [])),
    );
    const fills = await this.fills.byOrders([
      ...orders.map(({ orderId }) => orderId),
      ...[...slices.values()].flat(),
    ]);
    for (const [orderId, sliceIds] of slices) {
      const ofSlices = sliceIds.flatMap((sliceId) => fills.get(sliceId)!);
      fills.set(
        orderId,
        ofSlices.sort((one, other) => (one.at < other.at ? -1 : 1)),
      );
    }
    return fills;
  }

  /** Last prices from fills and fed prices, whichever is newer, on any exchange. */
  async lastPrices(within: Entitlement, body: unknown): Promise<object> {
    const wanted = symbolList((body as { symbols?: unknown }).symbols);
    const today = startOfDay(new Date(), this.settings.MARKET_TIME_ZONE);
    const named = new Map<string, string[]>();
    for (const symbol of wanted) named.set(symbol, await this.names.symbolsOf(symbol));
    const symbols = [...new Set([...named.values()].flat())];
    const [fed, traded] = await Promise.all([
      this.prices.fed(symbols),
      this.fills.tradedPrices(within, symbols, today),
    ]);
    const ltps: Record<string, unknown> = {};
    const sps: Record<string, unknown> = {};
    // Returned under the requested names.
    for (const [asked, forms] of named) {
      const fills = forms.flatMap((symbol) => traded.get(symbol) ?? []);
      const others = fed.filter(({ symbol }) => forms.includes(symbol));
      const lasts = [...fills.map((each) => each.last), ...others.map((each) => plain(each.last))];
      const last = byTime(lasts).at(-1);
      if (!last) continue;
      ltps[asked] = wireNumber(last.price);
      const firsts = [
        ...fills.map((each) => each.first),
        ...others.map((each) => each.first && plain(each.first)),
      ];
      const first = byTime(firsts).at(0);
      if (first) sps[asked] = wireNumber(first.price);
    }
    return { ltps, sps };
  }
}

const plain = ({ price, at }: { price: { toFixed(): string }; at: Date }): TradedPrice => ({
  price: price.toFixed(),
  at,
});

const byTime = (prices: (TradedPrice | null)[]): TradedPrice[] =>
  prices
    .filter((price) => price !== null)
    .sort((one, other) => one.at.getTime() - other.at.getTime());

function symbolList(symbols: unknown): string[] {
  const list = typeof symbols === 'string' ? [symbols] : symbols;
  const fits =
    Array.isArray(list) &&
    list.length <= MAX_SYMBOLS &&
    list.every((symbol) => typeof symbol === 'string' && symbol !== '__proto__');
  if (!fits) throw invalid('symbols', `must be a list of at most ${MAX_SYMBOLS} symbols`);
  return [...new Set(list as string[])];
}
