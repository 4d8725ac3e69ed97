import { Injectable } from '@nestjs/common';
import type { Answer } from '../answer';
import type { BrokerAccount } from '../brokers/broker-account';
import { BrokerLedger } from '../brokers/broker-ledger';
import { BrokerDesk, type HttpAnswer, type OrderCall } from '../brokers/broker-desk';
import { BreezeAccount } from './breeze-account';
import { BreezeDialect } from './breeze-dialect';
import { BreezeListings } from './breeze-listings';
import { BreezeOrder } from './breeze-order';
import { BreezeOrderMaker } from './breeze-order-maker';
import type { Caller } from './caller';
import { BreezeError, noData, okAnswer } from './envelope';
import { parseModifyOrder, parsePlaceOrder, type Fields, type OrderFields } from './order-fields';

/**
 * Breeze tells rejections for want of margin as free text of an error; no document has the words,
 * so that these are ours. That a change is checked as a new order is, no document says either: it
 * is so at Flattrade, whose risk system rejects both.
 */
const SHORT = 'Insufficient limits to place the order.';

/** The calls that place, replace and cancel. @throws BreezeError */
@Injectable()
export class BreezeOrders {
  constructor(
    private readonly desk: BrokerDesk,
    private readonly book: BrokerLedger,
    private readonly dialect: BreezeDialect,
    private readonly maker: BreezeOrderMaker,
    private readonly listings: BreezeListings,
    private readonly funds: BreezeAccount,
  ) {}

  place(caller: Caller): Answer {
    const asked = parsePlaceOrder(caller.fields, this.listings, caller.terminal !== undefined);
    return this.open(caller, asked, (order) => {
      const shares = order.fields.expiry === null;
      return {
        order_id: order.orderId,
        message: shares
          ? `Equity CASH Order placed successfully through RI reference no ${order.orderId}`
          : 'Successfully Placed the order',
        user_remark: order.echo || (shares ? null : ''),
      };
    });
  }

  /** An ordinary order under other field names. */
  squareOff(caller: Caller): Answer {
    const { fields } = caller;
    const { stoploss_price: stoploss, product_type: product } = fields;
    const asked = parsePlaceOrder({ ...fields, stoploss, product }, this.listings);
    return this.open(caller, asked, (order) => ({
      order_id: order.orderId,
      message: 'Successfully Placed the order',
      indicator: '0',
    }));
  }

  modify({ account, fields, terminal }: Caller): Answer {
    const order = this.known(account, fields, 'modified');
    const asked = parseModifyOrder(fields, order.fields, this.listings);
    this.listings.checkQuantity(order.fields, asked);
    if (this.funds.isShort(account, { ...order.fields, ...asked }, order)) {
      throw new BreezeError(SHORT);
    }
    return this.desk.change(
      { ...callOf(order, 'replace', { ...order.fields, ...asked }), terminal },
      this.dialect,
      order,
      { type: 'replace', quantity: asked.quantity, price: asked.price },
      okAnswer({ message: 'Successfully Modified the order', order_id: order.orderId }),
      { apply: () => order.modify(asked) },
    );
  }

  cancel({ account, fields, terminal }: Caller): Answer {
    const order = this.known(account, fields, 'cancelled');
    const success = { order_id: order.orderId, message: 'Your Order Canceled successfully.' };
    return this.desk.change(
      { ...callOf(order, 'cancel', order.fields), terminal },
      this.dialect,
      order,
      { type: 'cancel' },
      okAnswer(success),
    );
  }

  /** What an order would be refused for, whatever the money. @throws BreezeError */
  check(asked: OrderFields): void {
    this.listings.require(asked);
    this.listings.checkQuantity(asked, asked);
  }

  private open(
    { account, terminal }: Caller,
    asked: OrderFields,
    success: (order: BreezeOrder) => object,
  ): Answer {
    this.check(asked);
    if (this.funds.isShort(account, asked)) throw new BreezeError(SHORT);
    const { remark: tag, exchangeCode, stockCode, action, quantity, price } = asked;
    const key = tag || [exchangeCode, stockCode, action, quantity, price].join(' ');
    return this.desk.place(
      { account, key, terminal, facts: { ...factsOf(asked), type: 'new', orderId: '', tag } },
      this.dialect,
      (init) => this.maker.make({ ...init, account, tag, key }, asked),
      (order): HttpAnswer => {
        if (asked.validity === 'ioc') this.desk.cancelRest(order);
        return okAnswer(success(order));
      },
    );
  }

  private known(account: BrokerAccount, fields: Fields, done: string): BreezeOrder {
    const order = this.book.find<BreezeOrder>(account, fields.order_id);
    if (order?.fields.exchangeCode !== fields.exchange_code || !order) throw noData();
    if (order.leavesQty.isZero()) {
      throw new BreezeError(`Order has already been executed and cannot be ${done}.`);
    }
    return order;
  }
}

const factsOf = ({ stockCode, quantity, price }: OrderFields) => ({
  symbol: stockCode,
  orderQty: quantity.toFixed(),
  price: price.toFixed(),
});

function callOf(order: BreezeOrder, type: 'replace' | 'cancel', asked: OrderFields): OrderCall {
  const { orderId, tag, owner: account, key } = order;
  const terms = type === 'cancel' ? { orderQty: null, price: null } : {};
  return { account, key, facts: { ...factsOf(asked), ...terms, type, orderId, tag } };
}
