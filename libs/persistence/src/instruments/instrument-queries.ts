import type { InstrumentView, Page } from '@ome/contracts';
import { decimalText, type InstrumentKind } from '@ome/domain';
import type { InstrumentFacts } from '@ome/engine';
import type { mongo } from 'mongoose';
import { decodeCursor, encodeCursor } from '../page-cursor';
import { factsOf, idsOf, type InstrumentDocument } from './instrument.document';

export interface InstrumentFilter {
  /** A prefix of the symbol, the underlying, the broker's symbol or a word of the company name. */
  search?: string;
  exchange?: string;
  kind?: InstrumentKind;
  underlying?: string;
  broker?: string;
  /** YYYY-MM-DD; excludes shares and contracts that expire earlier. */
  expiryFrom?: string;
}

/** Queries the instrument master, sorted by exchange, symbol and broker. */
export class InstrumentQueries {
  /** @param today the market day, YYYY-MM-DD */
  constructor(
    private readonly collection: mongo.Collection<InstrumentDocument>,
    private readonly today: () => string,
  ) {}

  async page(
    filter: InstrumentFilter,
    cursor: string | null,
    limit: number,
  ): Promise<Page<InstrumentView>> {
    const found = await this.collection
      .find(afterCursor(mongoFilter(filter), cursor))
      .sort({ _id: 1 })
      .limit(limit + 1)
      .toArray();
    const page = found.slice(0, limit);
    const last = page.at(-1);
    return {
      items: page.map((document) => viewOf(factsOf(document, this.today()))),
      nextCursor: found.length > limit && last ? encodeCursor(last._id) : null,
    };
  }

  /** One instrument as each broker describes it. */
  async bySymbol(exchange: string, symbol: string): Promise<InstrumentView[]> {
    const found = this.collection.find({ _id: idsOf(exchange, symbol) }).sort({ _id: 1 });
    return (await found.toArray()).map((document) => viewOf(factsOf(document, this.today())));
  }
}

function viewOf({ isSample: _, strike, lotSize, tickSize, freezeQty, ...facts }: InstrumentFacts) {
  return {
    ...facts,
    strike: strike && decimalText(strike),
    lotSize: decimalText(lotSize),
    tickSize: tickSize && decimalText(tickSize),
    freezeQty: freezeQty && decimalText(freezeQty),
  };
}

function mongoFilter({
  search,
  exchange,
  expiryFrom,
  ...equal
}: InstrumentFilter): mongo.Filter<InstrumentDocument> {
  const given = Object.entries(equal).filter(([, value]) => value !== undefined);
  return {
    ...Object.fromEntries(given),
    ...(exchange !== undefined && { _id: idsOf(exchange) }),
    ...(search && { terms: beginningWith(search.toUpperCase()) }),
    ...(expiryFrom !== undefined && { expiry: { $gte: expiryFrom } }),
  };
}

/** MongoDB uses the index for an anchored expression of literal characters. */
const beginningWith = (text: string): RegExp =>
  new RegExp(`^${text.replace(/[^A-Z0-9 ]/g, String.raw`\$&`)}`);

function afterCursor(filter: mongo.Filter<InstrumentDocument>, cursor: string | null) {
  if (cursor === null) return filter;
  const [after] = decodeCursor(cursor, /^.{1,200}$/s);
  return { $and: [filter, { _id: { $gt: after } }] } as mongo.Filter<InstrumentDocument>;
}
