import { Injectable } from '@nestjs/common';
import type { Answer } from '../answer';
import type { Behaviour } from '../behaviour';
import type { BrokerAccount } from '../brokers/broker-account';
import { BrokerLedger } from '../brokers/broker-ledger';
import type { Terminal, TerminalAct, TerminalFields } from '../brokers/terminal';
import { Malformed } from '../malformed';
import { BreezeBooks } from './breeze-books';
import { BreezeListings } from './breeze-listings';
import type { BreezeOrder } from './breeze-order';
import { BreezeOrders } from './breeze-orders';
import type { Caller } from './caller';
import { BreezeError, okAnswer } from './envelope';

/** Programs cannot convert positions at Breeze; its website can. */
@Injectable()
export class BreezeTerminal implements Terminal {
  constructor(
    private readonly orders: BreezeOrders,
    private readonly books: BreezeBooks,
    private readonly book: BrokerLedger,
    private readonly listings: BreezeListings,
  ) {}

  act(
    account: BrokerAccount,
    act: TerminalAct,
    fields: TerminalFields,
    terminal: Behaviour,
  ): Answer {
    try {
      return this.acted({ account, fields, terminal }, act);
    } catch (error) {
      throw error instanceof BreezeError ? new Malformed(error.text) : error;
    }
  }

  squareOff(account: BrokerAccount): void {
    for (const { orderId, leavesQty, fields } of this.book.ordersOf<BreezeOrder>(account)) {
      if (leavesQty.isZero()) continue;
      const named = { order_id: orderId, exchange_code: fields.exchangeCode };
      this.act(account, 'cancel', named, { behaviour: 'fill' });
    }
    for (const { order, product, netQty } of this.books.positionsOf(account)) {
      if (netQty.isZero()) continue;
      const { stockCode, exchangeCode, expiry, right, strike } = order.fields;
      const last = this.books.lastOf(order);
      const fields = {
        stock_code: stockCode,
        exchange_code: exchangeCode,
        product,
        ...(expiry && { expiry_date: expiry.toISOString() }),
        ...(right && { right }),
        ...(strike && { strike_price: strike.toFixed() }),
        action: netQty.isPositive() ? 'sell' : 'buy',
        order_type: 'limit',
        quantity: netQty.abs().toFixed(),
        price: last.minus(last.mod(this.listings.tickOf(order.fields, last))).toFixed(),
        validity: 'day',
      };
      this.act(account, 'place', fields, { behaviour: 'fill' });
    }
  }

  private acted(caller: Caller, act: TerminalAct): Answer {
    switch (act) {
      case 'place':
        return this.orders.place(caller);
      case 'modify':
        return this.orders.modify(caller);
      case 'cancel':
        return this.orders.cancel(caller);
      case 'convert':
        return okAnswer(this.books.convert(caller));
    }
  }
}
