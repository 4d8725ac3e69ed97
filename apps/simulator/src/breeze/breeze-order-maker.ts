import { Injectable } from '@nestjs/common';
import type { BrokerOrderInit } from '../brokers/broker-order';
import { BrokersControl } from '../brokers/brokers-control';
import { compactDate } from '../brokers/indian-time';
import { Sequence } from '../brokers/sequence';
import { Clock } from '../clock';
import { BreezeOrder, contractLabel } from './breeze-order';
import { BreezeStream } from './breeze-stream';
import type { OrderFields } from './order-fields';

/** Numbers orders and connects them to their stream. */
@Injectable()
export class BreezeOrderMaker {
  constructor(
    private readonly sequence: Sequence,
    private readonly control: BrokersControl,
    private readonly stream: BreezeStream,
    private readonly clock: Clock,
  ) {}

  make(init: Omit<BrokerOrderInit, 'terms' | 'orderId'>, fields: OrderFields): BreezeOrder {
    const { stockCode: symbol, exchangeCode: exchange, quantity, price } = fields;
    const side = fields.action === 'buy' ? '1' : '2';
    const trigger = fields.stoploss.isZero() ? null : fields.stoploss;
    const priceSymbol = contractLabel(fields);
    const terms = { symbol, exchange, side, quantity, price, trigger, priceSymbol } as const;
    // The exchange gateway of the order: one for shares, one for derivatives.
    const pipe = fields.expiry ? '38' : 'N30';
    const orderId = `${compactDate(this.clock.now())}${pipe}${this.sequence.next()}`;
    const { sequence, control, stream } = this;
    return new BreezeOrder({ ...init, terms, orderId }, fields, sequence, control, stream);
  }
}
