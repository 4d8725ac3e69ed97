import { Injectable } from '@nestjs/common';
import { moneyText } from '../brokers/positions';
import { MarketPrices } from '../venue/market-prices';
import type { Caller } from './caller';
import { instrumentFields, tokenOf } from './instruments';
import { required } from './jdata';
import { EXCHANGES, oneOf } from './order-fields';
import { requestTime, type Reply } from './replies';

/** Noren identifies quotes by token; a token of no symbol seen so far is priced by itself. */
@Injectable()
export class FlattradeQuotes {
  /** Symbols by exchange and token. */
  private readonly symbols = new Map<string, string>();

  constructor(private readonly prices: MarketPrices) {}

  /** Makes the symbol known by its token. */
  remember(exch: string, tsym: string): void {
    this.symbols.set(`${exch}\n${tokenOf(exch, tsym)}`, tsym);
  }

  getQuotes({ fields }: Caller): Reply {
    const { exch, token, tsym } = this.instrument(fields);
    const quote = this.prices.quote(tsym);
    const depth: Record<string, string> = {};
    quote.bids.forEach(({ price, quantity }, level) => {
      depth[`bp${level + 1}`] = moneyText(price);
      depth[`bq${level + 1}`] = String(quantity);
    });
    quote.offers.forEach(({ price, quantity }, level) => {
      depth[`sp${level + 1}`] = moneyText(price);
      depth[`sq${level + 1}`] = String(quantity);
    });
    return {
      ...instrumentFields(exch, tsym),
      exch,
      tsym,
      token,
      lp: moneyText(quote.last),
      c: moneyText(quote.previousClose),
      lc: moneyText(quote.lowerCircuit),
      uc: moneyText(quote.upperCircuit),
      ltt: requestTime(new Date()).slice(0, 8),
      ...depth,
    };
  }

  getSecurityInfo({ fields }: Caller): Reply {
    const { exch, token, tsym } = this.instrument(fields);
    return { ...instrumentFields(exch, tsym), exch, tsym, token, frzqty: '100000' };
  }

  searchScrip({ fields }: Caller): Reply {
    const exch = oneOf(EXCHANGES, required(fields, 'exch'));
    const text = required(fields, 'stext').toUpperCase();
    const tsym = exch === 'NSE' && !text.includes('-') ? `${text}-EQ` : text;
    this.remember(exch, tsym);
    return { values: [{ exch, tsym, ...instrumentFields(exch, tsym) }] };
  }

  private instrument(fields: Caller['fields']): { exch: string; token: string; tsym: string } {
    const exch = oneOf(EXCHANGES, required(fields, 'exch'));
    const token = required(fields, 'token');
    return { exch, token, tsym: this.symbols.get(`${exch}\n${token}`) ?? token };
  }
}
