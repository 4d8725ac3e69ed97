import { Injectable } from '@nestjs/common';
import type { Answer } from '../answer';
import type { Behaviour } from '../behaviour';
import { BrokerLedger } from '../brokers/broker-ledger';
import { BrokerDesk, type HttpAnswer, type OrderCall } from '../brokers/broker-desk';
import { Clock } from '../clock';
import type { Caller } from './caller';
import { FlattradeAccount } from './flattrade-account';
import { FlattradeDialect } from './flattrade-dialect';
import { FlattradeLegs } from './flattrade-legs';
import { FlattradeListings } from './flattrade-listings';
import type { FlattradeOrder } from './flattrade-order';
import { FlattradeOrderMaker } from './flattrade-order-maker';
import { required } from './jdata';
import { isStop, oneOf, parseModifyOrder, parsePlaceOrder, type OrderFields } from './order-fields';
import { Emsg, NotOk, okAnswer, type Mode, type Reply } from './replies';

/** The calls that place, replace and cancel. @throws NotOk */
@Injectable()
export class FlattradeOrders {
  constructor(
    private readonly desk: BrokerDesk,
    private readonly book: BrokerLedger,
    private readonly dialect: FlattradeDialect,
    private readonly maker: FlattradeOrderMaker,
    private readonly listings: FlattradeListings,
    private readonly clock: Clock,
    private readonly funds: FlattradeAccount,
    private readonly legs: FlattradeLegs,
  ) {}

  place({ account, mode, fields, terminal }: Caller): Answer {
    const asked = this.listings.meant(parsePlaceOrder(fields, mode));
    const { remarks: tag, tsym, exch, qty, prc } = asked;
    this.listings.require(exch, tsym);
    const key = tag || [exch, tsym, asked.trantype === 'B' ? '1' : '2', qty, prc].join(' ');
    const objection = this.listings.objectionTo(asked) ?? this.funds.shortfall(account, asked);
    const facts = { ...factsOf(asked), type: 'new', orderId: '', tag } as const;
    return this.desk.place(
      { account, key, terminal, objection, facts },
      this.dialect.in(mode),
      (init) => {
        const order = this.maker.make({ ...init, account, tag, key }, asked);
        this.legs.attach(order);
        return order;
      },
      (order) => {
        if (asked.ret === 'IOC') this.desk.cancelRest(order);
        return this.ok({ norenordno: order.orderId }, mode);
      },
    );
  }

  modify({ account, mode, fields, terminal }: Caller): Answer {
    const order = this.open(account, required(fields, 'norenordno'), Emsg.notFound);
    const asked = this.listings.meant({
      ...order.fields,
      ...parseModifyOrder(fields, mode, order.fields),
    });
    // Accepted first and rejected afterwards, as the real server does.
    const objection =
      !isStop(asked.prctyp) && Number(fields.trgprc) === 0
        ? Emsg.triggerPrice
        : (this.listings.objectionTo(asked) ??
          this.funds.shortfall(account, asked, order) ??
          undefined);
    return this.desk.change(
      { ...callOf(order, 'replace', asked), terminal },
      this.dialect.in(mode),
      order,
      { type: 'replace', quantity: asked.qty, price: asked.prc },
      this.ok({ result: order.orderId }, mode),
      { objection, apply: () => order.modify(asked) },
    );
  }

  cancel({ account, mode, fields, terminal }: Caller): Answer {
    const order = this.open(account, required(fields, 'norenordno'), Emsg.notFoundToCancel);
    return this.askToCancel(order, mode, { result: order.orderId }, terminal);
  }

  /** Ends a cover or bracket order: what is open is cancelled, and what was filled is closed. */
  exit({ account, mode, fields }: Caller): Answer {
    if (!fields.prd) throw new NotOk('Invalid Input : Missing prd');
    oneOf(['H', 'B'], fields.prd);
    const order = this.book.find<FlattradeOrder>(account, required(fields, 'norenordno'));
    if (order?.fields.prd !== fields.prd) throw new NotOk(Emsg.notFound);
    const [isOpen, isHeld] = [order.leavesQty.greaterThan(0), this.legs.isOpen(order)];
    if (!isOpen && !isHeld) throw new NotOk(Emsg.notFound);
    if (isHeld) this.legs.exit(order);
    return isOpen ? this.askToCancel(order, mode, EXITS) : this.ok(EXITS, mode);
  }

  private askToCancel(
    order: FlattradeOrder,
    mode: Mode,
    reply: Reply,
    terminal?: Behaviour,
  ): Answer {
    return this.desk.change(
      { ...callOf(order, 'cancel', order.fields), terminal },
      this.dialect.in(mode),
      order,
      { type: 'cancel' },
      this.ok(reply, mode),
    );
  }

  private open(account: Caller['account'], orderId: string, emsg: string): FlattradeOrder {
    const order = this.book.find<FlattradeOrder>(account, orderId);
    if (!order?.leavesQty.greaterThan(0)) throw new NotOk(emsg);
    return order;
  }

  private ok(reply: Reply, mode: Mode): HttpAnswer {
    return okAnswer(reply, mode, this.clock.now());
  }
}

const EXITS = { dmsg: 'exit sent' };

const factsOf = ({ tsym, qty, prc }: OrderFields) => ({
  symbol: tsym,
  orderQty: qty.toFixed(),
  price: prc?.toFixed() ?? null,
});

function callOf(order: FlattradeOrder, type: 'replace' | 'cancel', asked: OrderFields): OrderCall {
  const { orderId, tag, owner: account, key } = order;
  const terms = type === 'cancel' ? { orderQty: null, price: null } : {};
  return { account, key, facts: { ...factsOf(asked), ...terms, type, orderId, tag } };
}
