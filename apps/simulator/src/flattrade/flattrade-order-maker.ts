import { Injectable } from '@nestjs/common';
import type { BrokerOrderInit } from '../brokers/broker-order';
import { compactDate } from '../brokers/indian-time';
import { Sequence } from '../brokers/sequence';
import { Clock } from '../clock';
import { Market } from '../market/market';
import { FlattradeListings } from './flattrade-listings';
import { FlattradeOrder } from './flattrade-order';
import { FlattradeStream } from './flattrade-stream';
import type { OrderFields } from './order-fields';

/** Numbers orders and connects them to their stream. */
@Injectable()
export class FlattradeOrderMaker {
  constructor(
    private readonly sequence: Sequence,
    private readonly stream: FlattradeStream,
    private readonly listings: FlattradeListings,
    private readonly clock: Clock,
    private readonly market: Market,
  ) {}

  make(init: Omit<BrokerOrderInit, 'terms' | 'orderId'>, fields: OrderFields): FlattradeOrder {
    const { tsym: symbol, exch: exchange, qty: quantity, prc: price, trgprc: trigger } = fields;
    const side = fields.trantype === 'B' ? '1' : '2';
    const terms = { symbol, exchange, side, quantity, price, trigger } as const;
    const orderId = `${compactDate(this.clock.now()).slice(2)}${this.sequence.next()}`;
    const instrument = this.listings.fieldsOf(exchange, symbol);
    const all = { ...init, terms, orderId };
    const isClosed = (): boolean => this.market.phase === 'closed';
    return new FlattradeOrder(all, fields, instrument, this.sequence, this.stream, isClosed);
  }
}
