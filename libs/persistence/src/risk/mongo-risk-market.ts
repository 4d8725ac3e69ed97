import { dayTradesPnl, type Decimal, decimal, EVERYTHING, ZERO } from '@ome/domain';
import { type PositionKey, RiskMarket } from '@ome/engine';
import type { mongo } from 'mongoose';
import { fromBson } from '../bson';
import type { FillQueries } from '../fills/fill-queries';
import type { CurrentPositions } from '../positions/current-positions';
import type { StoredPosition } from '../positions/position.document';
import type { LastPrices } from '../prices/last-prices';

interface DayOfSymbol {
  _id: { exchange: string; symbol: string };
  /** Bought minus sold. */
  quantity: mongo.Decimal128;
  /** Received minus paid. */
  cash: mongo.Decimal128;
}

/**
 * Last prices, and daily results from positions. The result of a day includes that day's trades
 * only, valued at last prices; positions carried over do not count. Fills are summed only if
 * positions lag too far.
 */
export class MongoRiskMarket extends RiskMarket {
  constructor(
    private readonly fills: mongo.Collection<{ _id: string }>,
    private readonly queries: FillQueries,
    private readonly prices: Pick<LastPrices, 'fed' | 'newest'>,
    private readonly positions: Pick<CurrentPositions, 'tradedOn'>,
    private readonly dayOf: (at: Date) => string,
  ) {
    super();
  }

  /** The newer of the last fill, which is known here at once, and the last fed price. */
  async lastPrice(exchange: string, symbol: string): Promise<Decimal | null> {
    const [traded, [fed]] = await Promise.all([
      this.queries.lastPrice(exchange, symbol),
      this.prices.fed([symbol], exchange),
    ]);
    if (fed && (!traded || fed.last.at > traded.at)) return fed.last.price;
    return traded && decimal(traded.price);
  }

  async dayResult(account: string, since: Date): Promise<Decimal> {
    const traded = await this.positions.tradedOn(account, this.dayOf(since));
    return (traded && (await this.resultOf(traded))) ?? this.resultOfFills(account, since);
  }

  /** Null if a position was stored by a version that did not keep the opening of the day. */
  private async resultOf(traded: StoredPosition[]): Promise<Decimal | null> {
    const prices = await this.prices.newest(EVERYTHING, [
      ...new Set(traded.map(({ key }) => key.symbol)),
    ]);
    const lastPx = ({ exchange, symbol }: PositionKey): Decimal =>
      prices.find((each) => each.exchange === exchange && each.symbol === symbol)?.last.price ??
      ZERO;
    const results = traded.map(({ key, position }) => dayTradesPnl(position, lastPx(key)));
    return results.reduce((sum, each) => sum && each && sum.plus(each), ZERO);
  }

  private async resultOfFills(account: string, since: Date): Promise<Decimal> {
    const sums = await this.sumsOf(account, since);
    const results = sums.map(async ({ _id: { exchange, symbol }, quantity, cash }) => {
      const held = fromBson(quantity) as Decimal;
      const price = await this.lastPrice(exchange, symbol);
      return (fromBson(cash) as Decimal).plus(held.times(price ?? ZERO));
    });
    return (await Promise.all(results)).reduce((sum, result) => sum.plus(result), ZERO);
  }

  private sumsOf(account: string, since: Date): Promise<DayOfSymbol[]> {
    const sign = { $cond: [{ $eq: ['$side', 'BUY'] }, 1, -1] };
    return this.fills
      .aggregate<DayOfSymbol>([
        { $match: { account, at: { $gte: since }, state: { $ne: 'busted' } } },
        {
          $group: {
            _id: { exchange: '$exchange', symbol: '$symbol' },
            quantity: { $sum: { $multiply: [sign, '$quantity'] } },
            cash: { $sum: { $multiply: [sign, -1, '$quantity', '$price'] } },
          },
        },
      ])
      .toArray();
  }
}
