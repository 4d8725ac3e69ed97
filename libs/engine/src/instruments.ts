import {
  type Decimal,
  type Exchange,
  type ExpiryDate,
  type Instrument,
  type InstrumentKind,
  type OptionRight,
  symbolOf,
} from '@ome/domain';

/** A broker's data about an instrument, from its contract file. */
export interface InstrumentFacts {
  broker: string;
  exchange: Exchange;
  /** The canonical symbol, as orders carry it. */
  symbol: string;
  /** The broker's name of it, one per instrument and exchange. */
  brokerSymbol: string;
  /** The broker's own short name of the company or index, if it uses one. */
  stockCode: string | null;
  /** The exchange's number of the instrument, used by price streams. */
  token: string;
  /** The company's name in words. */
  name: string | null;
  kind: InstrumentKind;
  /**
   * The exchange's name of the share, index, currency or commodity; a share is its own underlying.
   */
  underlying: string;
  expiry: ExpiryDate | null;
  right: OptionRight | null;
  strike: Decimal | null;
  /** Units in a lot; order quantities are multiples of it. */
  lotSize: Decimal;
  /** Prices are multiples of it, in rupees. */
  tickSize: Decimal | null;
  /** The exchange freezes an order for more units than this. */
  freezeQty: Decimal | null;
  /** First day of these lot, tick and freeze values; left out if unknown. */
  validFrom?: string;
  /** From the shipped sample, not from a broker. */
  isSample?: true;
}

type Terms = 'exchange' | 'symbol' | 'kind' | 'underlying' | 'expiry' | 'right' | 'strike';

/** The facts that the instrument itself determines. */
export function instrumentTerms(instrument: Instrument): Pick<InstrumentFacts, Terms> {
  const { exchange, kind } = instrument;
  const head = { exchange, kind, symbol: symbolOf(instrument) };
  switch (instrument.kind) {
    case 'equity':
      return { ...head, underlying: instrument.name, expiry: null, right: null, strike: null };
    case 'future': {
      const { underlying, expiry } = instrument;
      return { ...head, underlying, expiry, right: null, strike: null };
    }
    case 'option': {
      const { underlying, expiry, right, strike } = instrument;
      return { ...head, underlying, expiry, right, strike };
    }
  }
}

/**
 * The instrument master: the contents of the brokers' contract files. Used for every order, so
 * implementations mostly answer from memory.
 */
export abstract class Instruments {
  /** Each broker's data about an instrument today, by any form of its symbol. */
  abstract forEveryBroker(exchange: string, symbol: string): Promise<InstrumentFacts[]>;
  /** The instruments that a broker's name may mean, of any broker and exchange. */
  abstract named(brokerSymbol: string): Promise<InstrumentFacts[]>;
  abstract byBrokerSymbol(
    broker: string,
    exchange: string,
    brokerSymbol: string,
  ): Promise<InstrumentFacts | null>;
  /** A broker's short name of an underlying; null if unknown or ambiguous. */
  abstract stockCodeOf(
    broker: string,
    exchange: Exchange,
    underlying: string,
  ): Promise<string | null>;
  /** Whether a share has futures or options, on any exchange. */
  abstract hasDerivatives(exchange: string, symbol: string): Promise<boolean>;
  /** The inverse of `stockCodeOf`. */
  abstract underlyingOf(
    broker: string,
    exchange: Exchange,
    stockCode: string,
  ): Promise<string | null>;

  /**
   * Missing values of one broker's file (the tick, say) are filled from another's. Null if no file
   * has it.
   */
  async find(exchange: string, symbol: string): Promise<InstrumentFacts | null> {
    return mergeFacts((await this.forEveryBroker(exchange, symbol)).sort(byTrust));
  }

  /** From one broker's file alone. */
  async forBroker(
    broker: string,
    exchange: string,
    symbol: string,
  ): Promise<InstrumentFacts | null> {
    const all = await this.forEveryBroker(exchange, symbol);
    return all.find((facts) => facts.broker === broker) ?? null;
  }

  /**
   * For an order to a link: the file of its broker has priority, and no other overrides it. Other
   * files fill missing values, but the sample never does for a broker's own file.
   */
  async forLink(link: string, exchange: string, symbol: string): Promise<InstrumentFacts | null> {
    const all = await this.forEveryBroker(exchange, symbol);
    const own = all.find(({ broker }) => broker === link);
    const others = all.filter(
      ({ broker, isSample }) => broker !== link && !(own && !own.isSample && isSample),
    );
    return mergeFacts([...(own ? [own] : []), ...others.sort(byTrust)]);
  }
}

/** Brokers' data before the sample, and the newest first. */
const byTrust = (one: InstrumentFacts, other: InstrumentFacts): number =>
  Number(one.isSample ?? false) - Number(other.isSample ?? false) ||
  (other.validFrom ?? '').localeCompare(one.validFrom ?? '');

/**
 * All brokers' data about one instrument merged: missing values of the first come from the next.
 */
function mergeFacts(all: InstrumentFacts[]): InstrumentFacts | null {
  const [first, ...others] = all;
  if (!first) return null;
  return others.reduce(
    (merged, facts) => ({
      ...merged,
      name: merged.name ?? facts.name,
      tickSize: merged.tickSize ?? facts.tickSize,
      freezeQty: merged.freezeQty ?? facts.freezeQty,
    }),
    first,
  );
}
