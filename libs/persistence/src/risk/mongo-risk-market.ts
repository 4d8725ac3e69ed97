import { type Decimal, decimal, ZERO } from '@ome/domain';
import { RiskMarket } from '@ome/engine';
import type { mongo } from 'mongoose';
import { fromBson } from '../bson';
import type { FillQueries } from '../fills/fill-queries';
import type { LastPrices } from '../prices/last-prices';

interface DayOfSymbol {
  _id: { exchange: string; symbol: string };
  /** Bought less sold. */
  quantity: mongo.Decimal128;
  /** Received less paid. */
  cash: mongo.Decimal128;
}

/**
 * Last prices and results from the fills. The result of a day is that of its trades alone, marked
 * at last prices: what was carried over from the day before is no trade of today's.
 */
export class MongoRiskMarket extends RiskMarket {
  constructor(
    private readonly fills: mongo.Collection<{ _id: string }>,
    private readonly queries: FillQueries,
    private readonly prices: Pick<LastPrices, 'fed'>,
  ) {
    super();
  }

  /** The newer of what was traded, which is known here at once, and what was fed. */
  async lastPrice(exchange: string, symbol: string): Promise<Decimal | null> {
    const [traded, [fed]] = await Promise.all([
      this.queries.lastPrice(exchange, symbol),
      this.prices.fed([symbol], exchange),
    ]);
    if (fed && (!traded || fed.last.at > traded.at)) return fed.last.price;
    return traded && decimal(traded.price);
  }

  async dayResult(account: string, since: Date): Promise<Decimal> {
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
