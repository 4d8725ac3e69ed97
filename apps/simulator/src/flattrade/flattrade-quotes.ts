import { Injectable } from '@nestjs/common';
import { Clock } from '../clock';
import { moneyText } from '../brokers/positions';
import { MarketPrices } from '../venue/market-prices';
import type { Caller } from './caller';
import { FlattradeListings } from './flattrade-listings';
import { required } from './jdata';
import { EXCHANGES, oneOf } from './order-fields';
import { Emsg, NotOk, requestTime, type Reply } from './replies';

/** How many instruments a search shows. */
const MOST_FOUND = 50;

/** Quotes, by token as Noren wants them. @throws NotOk */
@Injectable()
export class FlattradeQuotes {
  constructor(
    private readonly prices: MarketPrices,
    private readonly listings: FlattradeListings,
    private readonly clock: Clock,
  ) {}

  getQuotes({ fields }: Caller): Reply {
    const { exch, token, tsym, instrument } = this.named(fields);
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
      ...instrument,
      exch,
      tsym,
      token,
      lp: moneyText(quote.last),
      c: moneyText(quote.previousClose),
      lc: moneyText(quote.lowerCircuit),
      uc: moneyText(quote.upperCircuit),
      ltt: requestTime(this.clock.now()).slice(0, 8),
      ...depth,
    };
  }

  getSecurityInfo({ fields }: Caller): Reply {
    const { exch, token, tsym, instrument } = this.named(fields);
    return { frzqty: '100000', ...instrument, exch, tsym, token };
  }

  searchScrip({ fields }: Caller): Reply {
    const exch = oneOf(EXCHANGES, required(fields, 'exch'));
    const values = this.listings.search(exch, required(fields, 'stext').toUpperCase());
    if (values.length === 0) throw new NotOk(Emsg.noData);
    return { values: values.slice(0, MOST_FOUND) };
  }

  private named(fields: Caller['fields']) {
    const exch = oneOf(EXCHANGES, required(fields, 'exch'));
    const token = required(fields, 'token');
    const { tsym, fields: instrument } = this.listings.byToken(exch, token);
    return { exch, token, tsym, instrument };
  }
}
