import {
  type Decimal,
  type Exchange,
  type ExpiryDate,
  type Instrument,
  type InstrumentKind,
  type OptionRight,
  symbolOf,
} from '@ome/domain';

/** What a broker's contract file says of an instrument. */
export interface InstrumentFacts {
  broker: string;
  exchange: Exchange;
  /** The canonical symbol, as orders carry it. */
  symbol: string;
  /** How the broker names it, one name per instrument and exchange. */
  brokerSymbol: string;
  /** The broker's own short name of the company or index, where it goes by one. */
  stockCode: string | null;
  /** The exchange's number of the instrument, by which price streams know it. */
  token: string;
  /** The company's name in words. */
  name: string | null;
  kind: InstrumentKind;
  /** The exchange's name of the share, index, currency or good; of a share, its own. */
  underlying: string;
  expiry: ExpiryDate | null;
  right: OptionRight | null;
  strike: Decimal | null;
  /** Units in a lot; orders are for a multiple of it. */
  lotSize: Decimal;
  /** Prices are multiples of it, in rupees. */
  tickSize: Decimal | null;
  /** The exchange freezes a single order for more units than this. */
  freezeQty: Decimal | null;
  /** The day from which lot, tick and freeze quantity are these; left out where none was told. */
  validFrom?: string;
  /** It ships with the program: no broker said it. */
  isSample?: true;
}

type Terms = 'exchange' | 'symbol' | 'kind' | 'underlying' | 'expiry' | 'right' | 'strike';

/** The facts that are in the instrument itself. */
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
 * The instrument master: what the brokers' contract files say. It is asked for every order, so that
 * implementations answer from memory most of the time.
 */
export abstract class Instruments {
  /** What each broker's file says of an instrument today, by any form of its symbol. */
  abstract ofEveryBroker(exchange: string, symbol: string): Promise<InstrumentFacts[]>;
  /** What a broker's name may mean, whichever broker's and on whichever exchange. */
  abstract named(brokerSymbol: string): Promise<InstrumentFacts[]>;
  abstract byBrokerSymbol(
    broker: string,
    exchange: string,
    brokerSymbol: string,
  ): Promise<InstrumentFacts | null>;
  /** A broker's short name of an underlying; null where it is unknown or there are several. */
  abstract stockCodeOf(
    broker: string,
    exchange: Exchange,
    underlying: string,
  ): Promise<string | null>;
  /** Whether there are futures or options of a share, on whatever exchange. */
  abstract hasDerivatives(exchange: string, symbol: string): Promise<boolean>;
  /** The inverse of `stockCodeOf`. */
  abstract underlyingOf(
    broker: string,
    exchange: Exchange,
    stockCode: string,
  ): Promise<string | null>;

  /**
   * Where one broker's file is silent (on the tick, say), another's answers. Null where no file
   * knows it.
   */
  async find(exchange: string, symbol: string): Promise<InstrumentFacts | null> {
    return mergeFacts((await this.ofEveryBroker(exchange, symbol)).sort(byTrust));
  }

  /** From one broker's file alone. */
  async ofBroker(
    broker: string,
    exchange: string,
    symbol: string,
  ): Promise<InstrumentFacts | null> {
    const all = await this.ofEveryBroker(exchange, symbol);
    return all.find((facts) => facts.broker === broker) ?? null;
  }

  /**
   * For an order that goes to a link: the file of its broker knows best, and no other overrules it.
   * Others answer where that is silent, but the sample never for a broker's own file.
   */
  async ofLink(link: string, exchange: string, symbol: string): Promise<InstrumentFacts | null> {
    const all = await this.ofEveryBroker(exchange, symbol);
    const own = all.find(({ broker }) => broker === link);
    const others = all.filter(
      ({ broker, isSample }) => broker !== link && !(own && !own.isSample && isSample),
    );
    return mergeFacts([...(own ? [own] : []), ...others.sort(byTrust)]);
  }
}

/** What brokers have said before the sample, and the newest first. */
const byTrust = (one: InstrumentFacts, other: InstrumentFacts): number =>
  Number(one.isSample ?? false) - Number(other.isSample ?? false) ||
  (other.validFrom ?? '').localeCompare(one.validFrom ?? '');

/** What all brokers say of one instrument, together: what the first leaves open, the next fills. */
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
