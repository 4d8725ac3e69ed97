import type { IncomingHttpHeaders } from 'node:http';
import { Injectable } from '@nestjs/common';
import type { Answer } from '../answer';
import { Control } from '../control/control';
import { Ledger } from '../ledger/ledger';
import { BreezeAccount } from './breeze-account';
import { BreezeAdmission } from './breeze-admission';
import { BreezeBooks } from './breeze-books';
import { BreezeGtt } from './breeze-gtt';
import { BreezeLogin } from './breeze-login';
import { BreezeOrders } from './breeze-orders';
import { BreezeQuotes } from './breeze-quotes';
import type { Caller } from './caller';
import { BreezeError, errorAnswer, okAnswer, type Success } from './envelope';
import type { Fields } from './order-fields';

type Call =
  | { class: 'order'; act: (caller: Caller) => Answer }
  | { class: 'other'; read: (caller: Caller) => Success };

const METHODS = ['GET', 'POST', 'PUT', 'DELETE'];

/** The calls of version 1 of the interface. */
@Injectable()
export class BreezeApi {
  private readonly calls: ReadonlyMap<string, Call>;

  constructor(
    orders: BreezeOrders,
    books: BreezeBooks,
    private readonly prices: BreezeQuotes,
    funds: BreezeAccount,
    gtt: BreezeGtt,
    private readonly login: BreezeLogin,
    private readonly admission: BreezeAdmission,
    private readonly control: Control,
    private readonly ledger: Ledger,
  ) {
    const order = (act: (caller: Caller) => Answer): Call => ({ class: 'order', act });
    const other = (read: (caller: Caller) => Success): Call => ({ class: 'other', read });
    this.calls = new Map<string, Call>([
      ['POST order', order((caller) => orders.place(caller))],
      ['PUT order', order((caller) => orders.modify(caller))],
      ['DELETE order', order((caller) => orders.cancel(caller))],
      ['POST squareoff', order((caller) => orders.squareOff(caller))],
      ['GET order', other((caller) => books.orders(caller))],
      ['GET trades', other((caller) => books.trades(caller))],
      ['GET portfoliopositions', other((caller) => books.positions(caller))],
      ['GET portfolioholdings', other((caller) => books.portfolioHoldings(caller))],
      ['GET dematholdings', other((caller) => books.dematHoldings(caller))],
      ['GET funds', other((caller) => funds.viewFunds(caller))],
      ['POST funds', other((caller) => funds.setFunds(caller))],
      ['GET margin', other((caller) => funds.margin(caller))],
      ['GET preview_order', other((caller) => funds.preview(caller))],
      ['POST margincalculator', other((caller) => funds.marginCalculator(caller))],
      ['POST fnolmtpriceandqtycal', other((caller) => funds.limitCalculator(caller))],
      ['POST gttorder', other((caller) => gtt.place(caller))],
      ['PUT gttorder', other((caller) => gtt.modify(caller))],
      ['DELETE gttorder', other((caller) => gtt.cancel(caller))],
      ['GET gttorder', other((caller) => gtt.list(caller))],
      ['GET quotes', other((caller) => prices.quotes(caller))],
      ['GET optionchain', other((caller) => prices.optionChain(caller))],
      ['GET historicalcharts', other((caller) => prices.history(caller))],
    ]);
  }

  call(method: string, name: string, headers: IncomingHttpHeaders, body: Buffer): Answer {
    let caller: Caller | undefined;
    const call = this.calls.get(`${method} ${name}`);
    try {
      if (`${method} ${name}` === 'GET customerdetails') {
        return okAnswer(this.login.customerDetails(body));
      }
      if (!call) return this.notServed(name);
      caller = this.admission.admit(headers, body, call.class);
      return call.class === 'order' ? call.act(caller) : this.read(name, call.read, caller);
    } catch (error) {
      if (!(error instanceof BreezeError)) throw error;
      if (call?.class === 'order' && caller) this.recordRefusal(`${method} ${name}`, caller, error);
      return errorAnswer(error);
    }
  }

  /** The one call of version 2: parameters are in the address, and nothing is signed. */
  historyV2(fields: Fields, headers: IncomingHttpHeaders): Answer {
    try {
      const caller = this.admission.admitUnsigned(headers, fields);
      return this.read('historicalcharts', ({ fields }) => this.prices.historyV2(fields), caller);
    } catch (error) {
      if (!(error instanceof BreezeError)) throw error;
      return errorAnswer(error);
    }
  }

  /** In the envelope, as everything else: clients parse whatever comes. */
  notServed(name = ''): Answer {
    const known =
      name === 'customerdetails' || METHODS.some((method) => this.calls.has(`${method} ${name}`));
    return known
      ? errorAnswer(new BreezeError('Method Not Allowed', 405, 405))
      : errorAnswer(new BreezeError('Resource not available.', 404, 404));
  }

  private read(name: string, read: (caller: Caller) => Success, caller: Caller): Answer {
    const answer = this.lookUp(() => this.truth(read, caller));
    this.ledger.recordLookup({
      front: 'breeze',
      orderId: caller.fields.order_id ?? '',
      call: name,
      account: caller.account.userId,
      status: answer.status,
    });
    return answer;
  }

  private truth(read: (caller: Caller) => Success, caller: Caller): Exclude<Answer, string> {
    try {
      return okAnswer(read(caller));
    } catch (error) {
      if (!(error instanceof BreezeError)) throw error;
      return errorAnswer(error);
    }
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

  private recordRefusal(type: string, { fields }: Caller, { text: comment }: BreezeError): void {
    const orderId = fields.order_id ?? '';
    this.ledger.recordMalformed({ front: 'breeze', orderId, type, comment });
  }
}
