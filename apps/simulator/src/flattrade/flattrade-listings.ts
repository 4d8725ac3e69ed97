import { Injectable } from '@nestjs/common';
import { isIndexName, type Listing } from '@ome/listings';
import { BrokersControl } from '../brokers/brokers-control';
import { midnightOf, namedDate } from '../brokers/indian-time';
import { onTick } from '../brokers/price-tolerance';
import { Decimal } from '../exact-decimal';
import { Instruments } from '../market/instruments';
import { anyInstrument, tokenOf } from './any-instrument';
import type { OrderFields } from './order-fields';
import { Emsg, NotOk } from './replies';

/** What Noren says of an instrument: token, lot size, tick, price precision, and what it is. */
export type InstrumentFields = Readonly<Record<string, string>>;

type Terms = Pick<OrderFields, 'exch' | 'tsym' | 'qty' | 'prc' | 'trgprc'>;

/** Noren's view of the instruments; without a market, one of any symbol that it has seen. */
@Injectable()
export class FlattradeListings {
  /** Symbols seen, by exchange and token. */
  private readonly seen = new Map<string, string>();

  constructor(
    private readonly instruments: Instruments,
    private readonly control: BrokersControl,
  ) {}

  fieldsOf(exch: string, tsym: string): InstrumentFields {
    const listing = this.listed(exch, tsym);
    return listing ? fieldsOfListing(listing) : anyInstrument(exch, tsym);
  }

  /** @throws NotOk for a symbol that is not listed */
  require(exch: string, tsym: string): void {
    if (!this.instruments.areListed) {
      this.seen.set(`${exch}\n${tokenOf(exch, tsym)}`, tsym);
    } else if (!this.instruments.bySymbol(exch, tsym)) {
      throw new NotOk(Emsg.tradingSymbol);
    }
  }

  /**
   * The instrument of a token.
   * @throws NotOk for a token that is not listed
   */
  byToken(exch: string, token: string): { tsym: string; fields: InstrumentFields } {
    if (this.instruments.areListed) {
      const listing = this.instruments.byToken(exch, token);
      if (!listing) throw new NotOk(Emsg.invalidInput);
      return { tsym: listing.tradingSymbol, fields: fieldsOfListing(listing) };
    }
    const tsym = this.seen.get(`${exch}\n${token}`) ?? token;
    return { tsym, fields: anyInstrument(exch, tsym) };
  }

  search(exch: string, text: string): InstrumentFields[] {
    if (this.instruments.areListed) {
      return this.instruments
        .search(exch, text)
        .map((listing) => ({ exch, tsym: listing.tradingSymbol, ...fieldsOfListing(listing) }));
    }
    const tsym = exch === 'NSE' && !text.includes('-') ? `${text}-EQ` : text;
    this.require(exch, tsym);
    return [{ exch, tsym, ...anyInstrument(exch, tsym) }];
  }

  /** The terms with the prices on tick that are meant, within the broker's tolerance. */
  meant<T extends Terms>(asked: T): T {
    const tick = this.tickOf(asked);
    const { prices } = this.control.settingsOf('flattrade');
    if (!tick) return asked;
    const exact = (price: Decimal | null): Decimal | null =>
      price && (onTick(price, tick, prices) ?? price);
    return { ...asked, prc: exact(asked.prc), trgprc: exact(asked.trgprc) };
  }

  /** Why the order is rejected after it was taken; null if it is not. */
  objectionTo({ exch, tsym, qty, prc, trgprc }: Terms): string | null {
    const listing = this.listed(exch, tsym);
    if (!listing) return null;
    const { lot, tick, freeze } = listing;
    if (!qty.mod(lot).isZero()) return `ORA:Order quantity is not a multiple of lot size ${lot}`;
    if (freeze !== null && qty.gt(freeze)) {
      return `RED:RULE:{Check freeze quantity}Current:${qty.toFixed()} Limit:${freeze}`;
    }
    const isOff = [prc, trgprc].some((price) => price && !price.mod(tick).isZero());
    return isOff ? `ORA:Order price is not a multiple of tick size ${tick}` : null;
  }

  /** Undefined also where there is no market. */
  private listed(exch: string, tsym: string): Listing | undefined {
    return this.instruments.areListed ? this.instruments.bySymbol(exch, tsym) : undefined;
  }

  private tickOf({ exch, tsym }: Terms): Decimal | null {
    const listing = this.listed(exch, tsym);
    return listing ? new Decimal(listing.tick) : null;
  }
}

function fieldsOfListing(listing: Listing): InstrumentFields {
  const { token, lot, tick, name, company, freeze, expiry, strike, right } = listing;
  const pp = Math.max(2, new Decimal(tick).decimalPlaces());
  const dated: InstrumentFields = expiry
    ? { exd: namedDate(midnightOf(expiry)).toUpperCase() }
    : {};
  const option: InstrumentFields = right
    ? { strprc: new Decimal(strike ?? 0).toFixed(pp), optt: right }
    : {};
  return {
    token,
    ls: String(lot),
    ti: tick,
    pp: String(pp),
    mult: '1',
    prcftr_d: '(1 / 1 ) * (1 / 1)',
    seg: segmentOf(listing),
    isin: '',
    instname: instrumentName(listing),
    symname: name,
    cname: company,
    frzqty: String(freeze ?? 100_000),
    ...dated,
    ...option,
  };
}

function segmentOf({ exchange }: Listing): string {
  if (exchange === 'NSE' || exchange === 'BSE') return 'EQT';
  if (exchange === 'CDS') return 'CUR';
  return exchange === 'MCX' ? 'COM' : 'DER';
}

function instrumentName({ kind, name, exchange }: Listing): string {
  if (kind === 'index') return 'UNDIND';
  if (kind === 'share') return 'EQ';
  const type = kind === 'option' ? 'OPT' : 'FUT';
  if (exchange === 'CDS') return `${type}CUR`;
  if (exchange === 'MCX') return kind === 'option' ? 'OPTFUT' : 'FUTCOM';
  return `${type}${isIndexName(name) ? 'IDX' : 'STK'}`;
}
