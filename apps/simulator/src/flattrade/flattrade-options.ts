import { Injectable } from '@nestjs/common';
import type { Listing } from '@ome/listings';
import { midnightOf } from '../brokers/indian-time';
import { Clock } from '../clock';
import { greeksOf } from '../market/greeks';
import { Instruments } from '../market/instruments';
import type { Caller } from './caller';
import { FlattradeListings } from './flattrade-listings';
import { required } from './jdata';
import { EXCHANGES, oneOf } from './order-fields';
import { dayOf } from './noren-date';
import { Emsg, NotOk, type Reply } from './replies';

const YEAR_MS = 365 * 86_400_000;

/** Chains of options, and what they are worth in theory. @throws NotOk */
@Injectable()
export class FlattradeOptions {
  constructor(
    private readonly instruments: Instruments,
    private readonly listings: FlattradeListings,
    private readonly clock: Clock,
  ) {}

  /** The strikes around a price, `cnt` on each side, of the contract's own expiry or the nearest. */
  chain({ fields }: Caller): Reply {
    const exch = oneOf(EXCHANGES, required(fields, 'exch'));
    const count = Number(fields.cnt ?? 2);
    const middle = Number(required(fields, 'strprc'));
    const named = this.instruments.bySymbol(exch, required(fields, 'tsym'));
    if (!named) throw new NotOk(Emsg.noData);
    const all = this.instruments
      .contractsOf(exch, named.name)
      .filter(({ kind }) => kind === 'option');
    const expiries = all.map(({ expiry }) => expiry!).toSorted();
    const expiry = expiries.includes(named.expiry ?? '') ? named.expiry : expiries[0];
    const dated = all.filter((option) => option.expiry === expiry);
    const strikes = [...new Set(dated.map(({ strike }) => Number(strike)))].toSorted(
      (left, right) => left - right,
    );
    const below = strikes.filter((strike) => strike < middle).slice(-count);
    const above = strikes.filter((strike) => strike >= middle).slice(0, count);
    const values = dated
      .filter(({ strike }) => [...below, ...above].includes(Number(strike)))
      .toSorted((left, right) => Number(left.strike) - Number(right.strike));
    if (values.length === 0) throw new NotOk(Emsg.noData);
    return { values: values.map((listing) => this.row(listing)) };
  }

  greeks({ fields }: Caller): Reply {
    const [strike, spot, rate, volatility] = ['strprc', 'sptprc', 'int_rate', 'volatility'].map(
      (name) => Number(required(fields, name)),
    );
    const left = midnightOf(dayOf(required(fields, 'exd'))).getTime() - this.clock.now().getTime();
    const years = Math.max(left, 0) / YEAR_MS;
    if (![strike, spot, volatility].every((value) => value > 0) || Number.isNaN(rate)) {
      throw new NotOk(Emsg.invalidInput);
    }
    const terms = { strike, spot, rate: rate / 100, volatility: volatility / 100, years };
    const [call, put] = [greeksOf(terms, 1), greeksOf(terms, -1)];
    const reply: Record<string, string> = { stat: 'OK' };
    for (const [side, values] of [
      ['cal', call],
      ['put', put],
    ] as const) {
      for (const [name, value] of Object.entries(values)) {
        reply[`${side}_${name}`] = value.toFixed(6);
      }
    }
    return reply;
  }

  private row({ exchange, tradingSymbol }: Listing): Record<string, string> {
    const { token, ls, ti, pp, optt, strprc } = this.listings.fieldsOf(exchange, tradingSymbol);
    return { exch: exchange, tsym: tradingSymbol, token, optt, strprc, pp, ti, ls };
  }
}
