import {
  BrokerOrder,
  type BrokerOrderInit,
  type OrderEvent,
  type Stream,
} from '../brokers/broker-order';
import { compactDate, namedDate, timeOfDay } from '../brokers/indian-time';
import { averageText, moneyText } from '../brokers/positions';
import type { BrokersControl } from '../brokers/brokers-control';
import type { Sequence } from '../brokers/sequence';
import { ZERO, type Decimal } from '../exact-decimal';
import type { Fill } from '../venue/venue-order';
import { orderFrame } from './order-frame';
import type { Contract, Modification, OrderFields } from './order-fields';

type Row = Record<string, string | number | null>;

type StatusLetter = 'R' | 'O' | 'P' | 'E' | 'J' | 'C' | 'D' | 'X' | 'B';

const STATUS_TEXTS: Readonly<Record<StatusLetter, string>> = {
  R: 'Requested',
  O: 'Ordered',
  P: 'Partially Executed',
  E: 'Executed',
  J: 'Rejected',
  C: 'Cancelled',
  D: 'Partially Executed And Cancelled',
  X: 'Expired',
  B: 'Partially Executed And Expired',
};

/** Events that the feed knows; a modification shows only in a frame like the one before. */
const SHOWN: Readonly<Record<OrderEvent['type'], boolean>> = {
  received: true,
  accepted: true,
  rejected: true,
  filled: true,
  replaceRequested: false,
  replaced: true,
  replaceRejected: true,
  cancelRequested: false,
  canceled: true,
  cancelRejected: true,
};

/** An order at Breeze, as its rows and frames show it. */
export class BreezeOrder extends BrokerOrder {
  readonly front = 'breeze';
  private acknowledged = false;

  constructor(
    init: BrokerOrderInit,
    public fields: OrderFields,
    private readonly sequence: Sequence,
    private readonly control: BrokersControl,
    stream: Stream,
  ) {
    super(init, stream);
  }

  newExecId(): string {
    return `5${this.sequence.next()}`;
  }

  modify(modification: Modification): void {
    this.fields = { ...this.fields, ...modification };
    this.trigger = modification.stoploss.isZero() ? null : modification.stoploss;
  }

  get statusLetter(): StatusLetter {
    const partly = this.cumQty.greaterThan(0);
    if (this.ordStatus === '2') return 'E';
    switch (this.closedAs) {
      case '8':
        return 'J';
      case '4':
        return partly ? 'D' : 'C';
      case '3':
      case 'C':
        return partly ? 'B' : 'X';
      case null:
        if (!this.acknowledged) return 'R';
        return partly ? 'P' : 'O';
    }
  }

  get cancelledQty(): Decimal {
    return this.closedAs === '4' ? this.orderQty.minus(this.cumQty) : ZERO;
  }

  /** The remark that is returned, if any. */
  get echo(): string {
    return this.control.settingsOf('breeze').echoRemark ? this.tag : '';
  }

  row(): Row {
    const { fields } = this;
    return {
      order_id: this.orderId,
      exchange_order_id: null,
      ...contractFields(fields),
      action: capitalized(fields.action),
      order_type: capitalized(fields.orderType),
      stoploss: moneyText(fields.stoploss),
      quantity: this.orderQty.toFixed(),
      price: moneyText(this.price ?? ZERO),
      validity: capitalized(fields.validity),
      disclosed_quantity: fields.disclosedQuantity,
      average_price: this.cumQty.isZero() ? '0' : averageText(this.avgPx),
      cancelled_quantity: this.cancelledQty.toFixed(),
      pending_quantity: this.leavesQty.toFixed(),
      status: STATUS_TEXTS[this.statusLetter],
      user_remark: this.echo,
      order_datetime: `${namedDate(this.at)} ${timeOfDay(this.at).slice(0, 5)}`,
      parent_order_id: null,
      modification_number: null,
      exchange_acknowledgement_date: null,
      SLTP_price: null,
      exchange_acknowledge_number: null,
      initial_limit: null,
      intial_sltp: null,
      LTP: null,
      limit_offset: null,
      mbc_flag: null,
      cutoff_price: null,
      validity_date: '',
    };
  }

  /** A row of the trade list: one for each order. */
  tradeRow(last: Decimal): Row {
    return {
      book_type: 'Trade-Book',
      trade_date: namedDate(this.at),
      ...contractFields(this.fields),
      action: capitalized(this.fields.action),
      quantity: this.cumQty.toFixed(),
      average_cost: averageText(this.avgPx),
      brokerage_amount: '0.00',
      order_id: this.orderId,
      segment: null,
      settlement_code: null,
      dp_id: null,
      client_id: null,
      ltp: moneyText(last),
      eatm_withheld_amount: '0.00',
      cash_withheld_amount: '0.00',
      total_taxes: '0.00',
      order_type: capitalized(this.fields.orderType),
    };
  }

  /** A row of an order's trades: one for each fill. */
  fillRow({ execId, quantity, price, at }: Fill): Row {
    return {
      settlement_id: compactDate(at).slice(0, 7),
      exchange_trade_id: execId,
      executed_quantity: quantity.toFixed(),
      action: this.fields.action === 'buy' ? 'B' : 'S',
      total_transaction_cost: '0',
      brokerage_amount: '0',
      taxes: '0',
      eatm_withheld_amount: '0',
      cash_withheld_amount: '0',
      execution_price: moneyText(price),
      stock_code: this.fields.stockCode,
      exchange_code: this.fields.exchangeCode,
      trade_id: `${compactDate(at).slice(0, 4)}/${compactDate(at).slice(4)}/${execId}`,
      exchange_trade_time: `${namedDate(at)} ${timeOfDay(at)}`,
    };
  }

  protected framesOf(event: OrderEvent): string[][] {
    if (event.type === 'accepted') this.acknowledged = true;
    if (!SHOWN[event.type]) return [];
    const { cashFrameScale } = this.control.settingsOf('breeze');
    return [orderFrame(this, this.sequence.next(), this.course.now(), cashFrameScale)];
  }
}

/** What rows call a contract; null for shares. */
export const contractFields = (contract: Contract): Row => ({
  exchange_code: contract.exchangeCode,
  stock_code: contract.stockCode,
  product_type: capitalized(contract.product),
  expiry_date: contract.expiry && namedDate(contract.expiry),
  right: contract.right && capitalized(contract.right),
  strike_price: contract.strike && contract.strike.toNumber(),
});

/** The label of a contract: prices are set and drawn by it. */
export function contractLabel({ stockCode, expiry, right, strike }: Contract): string {
  if (!expiry || !strike) return stockCode;
  const date = namedDate(expiry).toUpperCase();
  if (right === 'others') return `FUT-${stockCode}-${date}`;
  return `OPT-${stockCode}-${date}-${strike.toFixed()}-${right === 'call' ? 'CE' : 'PE'}`;
}

export const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
