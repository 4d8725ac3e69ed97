import type { Decimal, Entitlement } from '@ome/domain';
import { mongo } from 'mongoose';
import { fromBson, toBson } from '../bson';
import { MAJORITY } from '../concerns';
import { entitledAccounts } from '../filters';
import type { Keyed } from '../positions/position.document';
import { DUPLICATE_KEY, writeCommand } from '../write-command';
import { Schema, SchemaFactory } from '@nestjs/mongoose';

/** Prices that were fed, one document per exchange and symbol. */
@Schema({ collection: 'prices', strict: false, autoCreate: false, autoIndex: false })
export class PriceRecord {}

export const PriceSchema = SchemaFactory.createForClass(PriceRecord).index({
  symbol: 1,
  exchange: 1,
});

/** A price that a client sent. */
export interface FedPrice {
  exchange: string;
  symbol: string;
  price: Decimal;
  at: Date;
  bid: Decimal | null;
  ask: Decimal | null;
}

export interface PriceMark {
  price: Decimal;
  at: Date;
}

export interface LastPrice {
  exchange: string;
  symbol: string;
  last: PriceMark & { source: 'fill' | 'feed' };
  /** The first price of today; null if there is none yet. */
  first: PriceMark | null;
  /** The best bid and ask, if they were sent. */
  bid: Decimal | null;
  ask: Decimal | null;
}

type Fed = Omit<LastPrice, 'last' | 'first'> & { last: PriceMark; first: PriceMark };

/**
 * The last price of a symbol on an exchange, and the first of the market day: the newest, or
 * oldest, of prices that were fed and of fills. Fed prices are stored in one document per symbol.
 * Those of fills come from positions, which store their first and last execution, busts included.
 */
export class LastPrices {
  constructor(
    private readonly db: mongo.Db,
    private readonly dayOf: (at: Date) => string,
  ) {}

  /**
   * Stores prices in any order; an older one never replaces a newer one. A price with a time in the
   * future counts as of the moment of receipt. One that was stored with such a time gives way to
   * any newer price.
   */
  async feed(prices: readonly FedPrice[]): Promise<void> {
    if (prices.length === 0) return;
    const now = new Date();
    const updates = prices.map((price) =>
      this.update({ ...price, at: price.at < now ? price.at : now }, now),
    );
    const lost = await this.send(updates);
    // Two first prices of one symbol were inserted at the same time: the document exists now.
    if (lost.length > 0) await this.send(lost.map((index) => updates[index]));
  }

  /** The fed prices of symbols, on one exchange or all. */
  async fed(symbols: readonly string[], exchange?: string): Promise<Fed[]> {
    const today = this.dayOf(new Date());
    const wanted = { symbol: { $in: [...symbols] }, ...(exchange !== undefined && { exchange }) };
    const found = await this.db.collection<Keyed>('prices').find(wanted).toArray();
    return found.map((document) => {
      const { first, ...fed } = fromBson(document) as Fed & { day: string };
      return { ...fed, first: fed.day === today ? first : null } as Fed;
    });
  }

  /** One price per exchange and symbol: fed prices, and prices of fills that the caller may see. */
  async newest(
    within: Entitlement,
    symbols: readonly string[],
    exchange?: string,
  ): Promise<LastPrice[]> {
    const wanted = { symbol: { $in: [...symbols] }, ...(exchange !== undefined && { exchange }) };
    const asked = entitledAccounts(within, wanted);
    const today = this.dayOf(new Date());
    const [fed, lasts, firsts] = await Promise.all([
      this.fed(symbols, exchange),
      this.marks('positions', asked, 'last', -1),
      this.marks('position_days', { ...asked, day: today }, 'first', 1),
    ]);
    const prices = new Map<string, LastPrice>(
      fed.map((each) => [
        keyOf(each),
        { ...pricesOf(each), last: { ...each.last, source: 'feed' } },
      ]),
    );
    for (const { exchange: on, symbol, ...last } of lasts) {
      const known = prices.get(keyOf({ exchange: on, symbol }));
      const first = known?.first ?? null;
      const { bid = null, ask = null } = known ?? {};
      const newest =
        known && known.last.at > last.at ? known.last : { ...last, source: 'fill' as const };
      prices.set(keyOf({ exchange: on, symbol }), {
        exchange: on,
        symbol,
        last: newest,
        first,
        bid,
        ask,
      });
    }
    for (const { exchange: on, symbol, ...first } of firsts) {
      const known = prices.get(keyOf({ exchange: on, symbol }));
      if (known && (!known.first || first.at < known.first.at)) known.first = first;
    }
    return [...prices.values()].sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
  }

  private update({ exchange, symbol, price, at, bid, ask }: FedPrice, now: Date) {
    const day = this.dayOf(at);
    const mark = { $literal: toBson({ price, at }) };
    const lastAt = { $ifNull: ['$last.at', new Date(0)] };
    const isNewest = { $or: [{ $gte: [at, lastAt] }, { $gt: [lastAt, now] }] };
    const known = { $cond: [{ $gt: ['$day', this.dayOf(now)] }, '', { $ifNull: ['$day', ''] }] };
    const isFirst = {
      $or: [{ $gt: [day, known] }, { $and: [{ $eq: [day, known] }, { $lt: [at, '$first.at'] }] }],
    };
    const ifNewest = (value: unknown, field: string) => ({
      $cond: [isNewest, { $literal: toBson(value) }, `$${field}`],
    });
    return {
      q: { _id: JSON.stringify([exchange, symbol]) },
      u: [
        {
          $set: {
            exchange: { $literal: exchange },
            symbol: { $literal: symbol },
            bid: ifNewest(bid, 'bid'),
            ask: ifNewest(ask, 'ask'),
            last: { $cond: [isNewest, mark, '$last'] },
            first: { $cond: [isFirst, mark, '$first'] },
            day: { $cond: [{ $gt: [day, known] }, day, known] },
          },
        },
      ],
      upsert: true,
    };
  }

  private async send(updates: object[]): Promise<number[]> {
    const prices = this.db.collection('prices');
    const { writeErrors } = await writeCommand(prices, 'update', updates, MAJORITY);
    const failed = writeErrors.find(({ code }) => code !== DUPLICATE_KEY);
    if (failed) throw new Error(failed.errmsg);
    return writeErrors.map(({ index }) => index);
  }

  /** The newest last, or oldest first, execution of positions per exchange and symbol. */
  private async marks(
    collection: string,
    wanted: object,
    field: 'first' | 'last',
    direction: 1 | -1,
  ): Promise<({ exchange: string; symbol: string } & PriceMark)[]> {
    const mark = `position.${field}`;
    const found = this.db.collection(collection).aggregate([
      { $match: { ...wanted, [`${mark}.at`]: { $type: 'date' } } },
      {
        $sort: {
          symbol: 1,
          exchange: 1,
          [`${mark}.at`]: direction,
          [`${mark}.eventId`]: direction,
        },
      },
      {
        $group: {
          _id: { exchange: '$exchange', symbol: '$symbol' },
          mark: { $first: `$${mark}` },
        },
      },
    ]);
    return (await found.toArray()).map(({ _id, mark: found }) => {
      const { price, at } = fromBson(found) as PriceMark;
      return { ...(_id as { exchange: string; symbol: string }), price, at };
    });
  }
}

const keyOf = ({ exchange, symbol }: { exchange: string; symbol: string }): string =>
  JSON.stringify([symbol, exchange]);

const pricesOf = ({ exchange, symbol, bid, ask, first }: Fed) => ({
  exchange,
  symbol,
  bid,
  ask,
  first,
});
