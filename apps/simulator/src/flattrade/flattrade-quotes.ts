import { Injectable } from '@nestjs/common';
import { Clock } from '../clock';
import { MarketPrices } from '../venue/market-prices';
import type { Caller } from './caller';
import { FlattradeListings } from './flattrade-listings';
import { required } from './jdata';
import { EXCHANGES, oneOf } from './order-fields';
import { depthFields } from './quote-fields';
import { Emsg, NotOk, type Reply } from './replies';

/** How many instruments a search shows. */
const MOST_FOUND = 50;

/** What security info has beside the facts of the instrument: margins in percent, units, and dates. */
const MARGINS = {
  frzqty: '100000',
  gp_nd: '1',
  prcunt: '',
  prcqqty: '1',
  trdunt: '',
  delunt: '',
  gsmind: '0',
  elmbmrg: '0.00',
  elmsmrg: '0.00',
  addbmrg: '0.00',
  addsmrg: '0.00',
  splbmrg: '0.00',
  splsmrg: '0.00',
  delmrg: '0.00',
  tenmrg: '0.00',
  elmmrg: '3.50',
  varmrg: '12.50',
  expmrg: '2.00',
};

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
    const now = this.clock.now();
    return { ...instrument, exch, tsym, token, ...depthFields(this.prices.quote(tsym), now) };
  }

  getSecurityInfo({ fields }: Caller): Reply {
    const { exch, token, tsym, instrument } = this.named(fields);
    return { ...MARGINS, ...instrument, exch, tsym, token };
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
