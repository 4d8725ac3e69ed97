import { Injectable } from '@nestjs/common';
import type { Answer } from '../answer';
import type { CallClass } from '../brokers/simulated-broker';
import { Control } from '../control/control';
import { Ledger } from '../ledger/ledger';
import type { Caller } from './caller';
import { FlattradeAccount } from './flattrade-account';
import { FlattradeAdmission } from './flattrade-admission';
import { FlattradeBooks } from './flattrade-books';
import { FlattradeCharts } from './flattrade-charts';
import { FlattradeGtt } from './flattrade-gtt';
import { FlattradeOptions } from './flattrade-options';
import { FlattradeOrders } from './flattrade-orders';
import { FlattradeQuotes } from './flattrade-quotes';
import { FlattradeWatchlists } from './flattrade-watchlists';
import { parseBody } from './jdata';
import { Emsg, NotOk, notOkAnswer, okAnswer, type Mode, type Reply } from './replies';

type Call =
  | { class: Extract<CallClass, 'order'>; act: (caller: Caller) => Answer }
  | { class: Extract<CallClass, 'other'>; read: (caller: Caller) => Reply };

/** The calls under PiConnectAPI. */
@Injectable()
export class FlattradeApi {
  private readonly calls: ReadonlyMap<string, Call>;

  constructor(
    orders: FlattradeOrders,
    books: FlattradeBooks,
    quotes: FlattradeQuotes,
    charts: FlattradeCharts,
    options: FlattradeOptions,
    funds: FlattradeAccount,
    lists: FlattradeWatchlists,
    gtt: FlattradeGtt,
    private readonly admission: FlattradeAdmission,
    private readonly control: Control,
    private readonly ledger: Ledger,
  ) {
    const order = (act: (caller: Caller) => Answer): Call => ({ class: 'order', act });
    const other = (read: (caller: Caller) => Reply): Call => ({ class: 'other', read });
    const kept = (act: (caller: Caller) => Reply): Call =>
      order((caller) => okAnswer(act(caller), caller.mode, this.admission.now()));
    this.calls = new Map<string, Call>([
      ['PlaceOrder', order((caller) => orders.place(caller))],
      ['ModifyOrder', order((caller) => orders.modify(caller))],
      ['CancelOrder', order((caller) => orders.cancel(caller))],
      ['ExitSNOOrder', order((caller) => orders.exit(caller))],
      ['PlaceGTTOrder', kept((caller) => gtt.place(caller))],
      ['ModifyGTTOrder', kept((caller) => gtt.modify(caller))],
      ['CancelGTTOrder', kept((caller) => gtt.cancel(caller))],
      ['PlaceOCOOrder', kept((caller) => gtt.place(caller))],
      ['ModifyOCOOrder', kept((caller) => gtt.modify(caller))],
      ['CancelOCOOrder', kept((caller) => gtt.cancel(caller))],
      ['GetPendingGTTOrder', other((caller) => gtt.pending(caller))],
      ['GetEnabledGTTs', other(() => gtt.enabled())],
      ['ProductConversion', other((caller) => books.convert(caller))],
      ['OrderBook', other((caller) => books.orderBook(caller))],
      ['SingleOrdHist', other((caller) => books.singleOrderHistory(caller))],
      ['TradeBook', other((caller) => books.tradeBook(caller))],
      ['PositionBook', other((caller) => books.positionBook(caller))],
      ['Holdings', other((caller) => books.holdings(caller))],
      ['Limits', other((caller) => funds.limits(caller))],
      ['UserDetails', other((caller) => books.userDetails(caller))],
      ['GetQuotes', other((caller) => quotes.getQuotes(caller))],
      ['GetSecurityInfo', other((caller) => quotes.getSecurityInfo(caller))],
      ['SearchScrip', other((caller) => quotes.searchScrip(caller))],
      ['GetOptionChain', other((caller) => options.chain(caller))],
      ['GetOptionGreek', other((caller) => options.greeks(caller))],
      ['TPSeries', other((caller) => charts.timePriceSeries(caller))],
      ['EODChartData', other((caller) => charts.dailyPriceSeries(caller))],
      ['SpanCalc', other((caller) => funds.span(caller))],
      ['GetOrderMargin', other((caller) => funds.orderMargin(caller))],
      ['GetBasketMargin', other((caller) => funds.basketMargin(caller))],
      ['MWList', other((caller) => lists.names(caller))],
      ['MarketWatch', other((caller) => lists.view(caller))],
      ['AddMultiScripsToMW', other((caller) => lists.add(caller))],
      ['DeleteMultiMWScrips', other((caller) => lists.remove(caller))],
      ['Logout', other((caller) => this.admission.logOut(caller))],
    ]);
  }

  call(name: string, body: Buffer): Answer {
    let mode: Mode = 'session';
    let caller: Caller | undefined;
    try {
      const call = this.calls.get(name);
      if (!call) throw new NotOk(Emsg.unknownRequest);
      const signed = parseBody(body);
      mode = this.admission.modeOf(signed);
      caller = this.admission.admit(signed, mode, call.class);
      return call.class === 'order' ? call.act(caller) : this.read(name, call.read, caller);
    } catch (error) {
      if (!(error instanceof NotOk)) throw error;
      if (error.emsg !== Emsg.sessionOver) this.recordRefusal(name, caller, error);
      return notOkAnswer(error, mode, this.admission.now());
    }
  }

  private read(name: string, read: (caller: Caller) => Reply, caller: Caller): Answer {
    const answer = this.lookUp(() => okAnswer(read(caller), caller.mode, this.admission.now()));
    this.ledger.recordLookup({
      front: 'flattrade',
      orderId: caller.fields.norenordno ?? '',
      call: name,
      account: caller.account.userId,
      status: answer.status,
    });
    return answer;
  }

  private lookUp(truth: () => Exclude<Answer, string>): Exclude<Answer, string> {
    switch (this.control.lookup) {
      case 'answer':
        return truth();
      case 'missing':
        return { status: 404, body: '' };
      case 'error':
        return { status: 500, body: '<html><body>Internal Server Error</body></html>' };
    }
  }

  private recordRefusal(type: string, caller: Caller | undefined, { emsg }: NotOk): void {
    const orderId = caller?.fields.norenordno ?? '';
    this.ledger.recordMalformed({ front: 'flattrade', orderId, type, comment: emsg });
  }
}
