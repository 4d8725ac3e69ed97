import { Injectable } from '@nestjs/common';
import { type Listing, listingsOf, nseSymbol } from '@ome/listings';
import { midnightOf, namedDate, tradingDate } from '../brokers/indian-time';
import { Clock } from '../clock';
import { SimulatorConfig } from '../simulator.config';

/** A contract in the terms of ICICI, or a share. */
export interface NamedContract {
  readonly exchangeCode: string;
  readonly stockCode: string;
  readonly expiry: Date | null;
  readonly right: 'call' | 'put' | 'others' | null;
  readonly strike: { toFixed(): string } | null;
}

interface Day {
  readonly date: string;
  readonly all: readonly Listing[];
  readonly bySymbol: ReadonlyMap<string, Listing>;
  readonly byToken: ReadonlyMap<string, Listing>;
  readonly byWord: ReadonlyMap<string, Listing>;
}

/**
 * What is listed today: the instruments of the files that the engine imports. Without a market
 * there are none, and any well-formed symbol is taken.
 */
@Injectable()
export class Instruments {
  private day: Day | undefined;

  constructor(
    private readonly config: SimulatorConfig,
    private readonly clock: Clock,
  ) {}

  /** Whether symbols, lots and ticks are those of the files. */
  get areListed(): boolean {
    return this.config.market;
  }

  /** Flattrade's name of an instrument that can be traded today. */
  bySymbol(exchange: string, tradingSymbol: string): Listing | undefined {
    return this.alive(this.today.bySymbol.get(`${exchange} ${tradingSymbol}`));
  }

  /** Flattrade's name of anything that has a price today, also of an index. */
  listed(exchange: string, tradingSymbol: string): Listing | undefined {
    return this.today.bySymbol.get(`${exchange} ${tradingSymbol}`);
  }

  /** Also of an index. */
  byToken(exchange: string, token: string): Listing | undefined {
    return this.today.byToken.get(`${exchange} ${token}`);
  }

  byContract(contract: NamedContract): Listing | undefined {
    const listing = this.today.byWord.get(wordOf(contract));
    const { exchangeCode } = contract;
    if (listing?.kind === 'share' && listing.exchange !== exchangeCode) {
      return this.today.byWord.get(`${exchangeCode} ${contract.stockCode}`);
    }
    return listing?.exchange === exchangeCode ? this.alive(listing) : undefined;
  }

  /** By any of the names that prices go by: a broker's or the engine's. */
  named(word: string): Listing | undefined {
    return this.today.byWord.get(word);
  }

  /** The contracts of an underlying, by the exchange's name of it or ICICI's, that trade today. */
  contractsOf(exchange: string, underlying: string): Listing[] {
    return this.today.all.filter(
      (listing) =>
        listing.exchange === exchange &&
        [listing.name, listing.shortName].includes(underlying) &&
        listing.expiry !== null &&
        this.alive(listing) !== undefined,
    );
  }

  /** Instruments of an exchange in whose names all words of the text occur, in listed order. */
  search(exchange: string, text: string): Listing[] {
    // The official clients encode blanks as in forms.
    const words = text.toUpperCase().split(/[\s+]+/);
    return this.today.all.filter((listing) => {
      const names = `${listing.tradingSymbol} ${listing.name} ${listing.company}`.toUpperCase();
      return listing.exchange === exchange && words.every((word) => names.includes(word));
    });
  }

  private alive(listing: Listing | undefined): Listing | undefined {
    if (!listing || listing.kind === 'index') return undefined;
    return listing.expiry && listing.expiry < this.today.date ? undefined : listing;
  }

  private get today(): Day {
    const date = tradingDate(this.clock.now());
    if (this.day?.date !== date) this.day = dayOf(date);
    return this.day;
  }
}

function dayOf(date: string): Day {
  const all = listingsOf(date);
  const byWord = new Map<string, Listing>();
  for (const listing of all) {
    for (const word of wordsOf(listing)) if (!byWord.has(word)) byWord.set(word, listing);
  }
  return {
    date,
    all,
    bySymbol: new Map(all.map((one) => [`${one.exchange} ${one.tradingSymbol}`, one])),
    byToken: new Map(all.map((one) => [`${one.exchange} ${one.token}`, one])),
    byWord,
  };
}

function wordsOf(listing: Listing): string[] {
  const { kind, exchange, name, shortName, tradingSymbol, expiry, right, strike } = listing;
  if (kind === 'index') return [tradingSymbol, name];
  if (kind === 'share') {
    return [tradingSymbol, name, ...(shortName ? [shortName, `${exchange} ${shortName}`] : [])];
  }
  const label = shortName ? [labelOf(shortName, midnightOf(expiry!), right, strike)] : [];
  return [tradingSymbol, nseSymbol(name, expiry!, right, strike), ...label];
}

/** The name of a listing in the terms of ICICI, by which its prices go there. */
export function namedWord({ kind, shortName, tradingSymbol, expiry, right, strike }: Listing) {
  if (kind === 'index' || shortName === null) return tradingSymbol;
  return expiry ? labelOf(shortName, midnightOf(expiry), right, strike) : shortName;
}

function wordOf({ stockCode, expiry, right, strike }: NamedContract): string {
  if (!expiry) return stockCode;
  if (right === 'others') return labelOf(stockCode, expiry, null, null);
  return labelOf(stockCode, expiry, right === 'call' ? 'CE' : 'PE', strike?.toFixed() ?? '');
}

/** As ICICI labels contracts. */
function labelOf(code: string, expiry: Date, right: string | null, strike: string | null): string {
  const date = namedDate(expiry).toUpperCase();
  return right ? `OPT-${code}-${date}-${strike}-${right}` : `FUT-${code}-${date}`;
}
