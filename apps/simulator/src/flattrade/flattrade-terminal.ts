import { Injectable } from '@nestjs/common';
import type { Answer } from '../answer';
import type { Behaviour } from '../behaviour';
import type { BrokerAccount } from '../brokers/broker-account';
import { BrokerLedger } from '../brokers/broker-ledger';
import type { Terminal, TerminalAct, TerminalFields } from '../brokers/terminal';
import { Clock } from '../clock';
import { Malformed } from '../malformed';
import type { Caller } from './caller';
import { FlattradeBooks } from './flattrade-books';
import type { FlattradeOrder } from './flattrade-order';
import { FlattradeOrders } from './flattrade-orders';
import { NotOk, okAnswer } from './replies';

const MODE = 'signed';

/** Accepts market orders, as signed calls do. */
@Injectable()
export class FlattradeTerminal implements Terminal {
  constructor(
    private readonly orders: FlattradeOrders,
    private readonly books: FlattradeBooks,
    private readonly book: BrokerLedger,
    private readonly clock: Clock,
  ) {}

  act(
    account: BrokerAccount,
    act: TerminalAct,
    fields: TerminalFields,
    terminal: Behaviour,
  ): Answer {
    try {
      return this.acted({ account, mode: MODE, fields, terminal }, act);
    } catch (error) {
      throw error instanceof NotOk ? new Malformed(error.emsg) : error;
    }
  }

  squareOff(account: BrokerAccount): void {
    for (const { orderId, leavesQty } of this.book.ordersOf<FlattradeOrder>(account)) {
      if (leavesQty.isZero()) continue;
      this.act(account, 'cancel', { norenordno: orderId }, { behaviour: 'fill' });
    }
    for (const { order, product, netQty } of this.books.positions(account)) {
      if (netQty.isZero()) continue;
      const { exch, tsym } = order.fields;
      const [trantype, qty] = [netQty.isPositive() ? 'S' : 'B', netQty.abs().toFixed()];
      const price = { prctyp: 'MKT', prc: '0', ret: 'DAY' };
      const contract = { exch, tsym, prd: product };
      this.act(account, 'place', { ...contract, trantype, qty, ...price }, { behaviour: 'fill' });
    }
  }

  private acted(caller: Caller, act: TerminalAct): Answer {
    const { account, fields } = caller;
    switch (act) {
      case 'place': {
        const placed = { actid: account.userId, dscqty: '0', ...fields };
        return this.orders.place({ ...caller, fields: placed });
      }
      case 'modify':
        return this.orders.modify(caller);
      case 'cancel':
        return this.orders.cancel(caller);
      case 'convert': {
        const converted = { postype: 'DAY', ...fields };
        const reply = this.books.convert({ ...caller, fields: converted });
        return okAnswer(reply, MODE, this.clock.now());
      }
    }
  }
}
