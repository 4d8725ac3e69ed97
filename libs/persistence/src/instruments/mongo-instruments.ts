import { canonicalSymbol, type Exchange } from '@ome/domain';
import { type InstrumentFacts, Instruments } from '@ome/engine';
import { LRUCache } from 'lru-cache';
import type { mongo } from 'mongoose';
import { factsOf, idsOf, type InstrumentDocument } from './instrument.document';

const CACHED = 20_000;
const CACHE_MS = 60_000;

/**
 * The instrument master in MongoDB. Results, including unknown symbols, are cached for a minute, so
 * an import takes effect within a minute.
 */
export class MongoInstruments extends Instruments {
  private readonly cache = new LRUCache<string, Promise<object>>({
    max: CACHED,
    ttl: CACHE_MS,
  });

  /** @param today the market day, YYYY-MM-DD */
  constructor(
    private readonly collection: mongo.Collection<InstrumentDocument>,
    private readonly today: () => string,
  ) {
    super();
  }

  /** Found by the canonical symbol, or by a broker's symbol. */
  async forEveryBroker(exchange: string, symbol: string): Promise<InstrumentFacts[]> {
    const known = await this.all(exchange, canonicalSymbol(exchange, symbol));
    if (known.length > 0) return [...known];
    const [named] = await this.namedOn(exchange, symbol);
    return named ? [...(await this.all(exchange, named.symbol))] : [];
  }

  named(brokerSymbol: string): Promise<InstrumentFacts[]> {
    return this.once(`name ${brokerSymbol}`, () => this.read({ brokerSymbol }));
  }

  async byBrokerSymbol(
    broker: string,
    exchange: string,
    brokerSymbol: string,
  ): Promise<InstrumentFacts | null> {
    const named = await this.namedOn(exchange, brokerSymbol);
    return named.find((facts) => facts.broker === broker) ?? null;
  }

  async stockCodeOf(
    broker: string,
    exchange: Exchange,
    underlying: string,
  ): Promise<string | null> {
    return this.only('stockCode', { broker, underlying, _id: idsOf(exchange) });
  }

  async underlyingOf(
    broker: string,
    exchange: Exchange,
    stockCode: string,
  ): Promise<string | null> {
    return this.only('underlying', { broker, stockCode, _id: idsOf(exchange) });
  }

  async hasDerivatives(exchange: string, symbol: string): Promise<boolean> {
    const underlying = (await this.find(exchange, symbol))?.underlying ?? symbol;
    const derivatives = await this.once(`derivatives ${underlying}`, () =>
      this.collection
        .find({ underlying, kind: { $ne: 'equity' } })
        .limit(1)
        .toArray(),
    );
    return derivatives.length > 0;
  }

  private all = (exchange: string, symbol: string): Promise<InstrumentFacts[]> =>
    this.once(`symbol ${exchange} ${symbol}`, () => this.read({ _id: idsOf(exchange, symbol) }));

  private namedOn = (exchange: string, brokerSymbol: string): Promise<InstrumentFacts[]> =>
    this.once(`name ${exchange} ${brokerSymbol}`, () =>
      this.read({ brokerSymbol, _id: idsOf(exchange) }),
    );

  private async only(
    field: 'stockCode' | 'underlying',
    filter: mongo.Filter<InstrumentDocument>,
  ): Promise<string | null> {
    const values = await this.once(`${field} ${JSON.stringify(filter)}`, () =>
      this.collection.distinct(field as string, filter),
    );
    return values.length === 1 ? (values[0] as string) : null;
  }

  private async read(filter: mongo.Filter<InstrumentDocument>): Promise<InstrumentFacts[]> {
    const found = await this.collection.find(filter).sort({ _id: 1 }).toArray();
    return found.map((document) => factsOf(document, this.today()));
  }

  private once<T extends object>(key: string, load: () => Promise<T>): Promise<T> {
    const cache = this.cache.get(key) as Promise<T> | undefined;
    if (cache) return cache;
    const loading = load();
    this.cache.set(key, loading);
    loading.catch(() => this.cache.delete(key));
    return loading;
  }
}
