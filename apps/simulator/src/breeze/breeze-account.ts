import { Injectable } from '@nestjs/common';
import type { BrokerAccount } from '../brokers/broker-account';
import { BrokerLedger } from '../brokers/broker-ledger';
import { Funds } from '../brokers/funds';
import { blockedBy, marginOf, sumOf, totalOf, type Engagement } from '../brokers/margins';
import type { MarginTerms } from '../brokers/margins';
import { Decimal, parseDecimal, ZERO } from '../exact-decimal';
import { MarketPrices } from '../venue/market-prices';
import { BreezeBooks } from './breeze-books';
import { capitalized, contractLabel, type BreezeOrder } from './breeze-order';
import type { Caller } from './caller';
import { badArguments } from './envelope';
import {
  EXCHANGES,
  oneOf,
  parseContract,
  quantity,
  rowsOf,
  type Fields,
  type OrderFields,
} from './order-fields';

type Segment = 'equity' | 'fno';
type Asked = Pick<
  OrderFields,
  'stockCode' | 'exchangeCode' | 'product' | 'expiry' | 'right' | 'strike' | 'action' | 'quantity'
> & { readonly price: Decimal | null };

const SEGMENTS: Readonly<Record<string, Segment | 'commodity'>> = {
  equity: 'equity',
  fno: 'fno',
  commodity: 'commodity',
};

/** Parts of the value of an order; the exchange's and the state's. */
const CHARGES = { brokerage: '0.0007', turnover: '0.00003', stamp: '0.00015', stt: '0.001' };
const GST = '0.18';

/** The money of an account, what is blocked of it, and what orders would cost. @throws BreezeError */
@Injectable()
export class BreezeAccount {
  constructor(
    private readonly book: BrokerLedger,
    private readonly books: BreezeBooks,
    private readonly prices: MarketPrices,
    private readonly funds: Funds,
  ) {}

  viewFunds({ account }: Caller): object {
    const [equity, fno] = [this.blocked(account, 'equity'), this.blocked(account, 'fno')];
    const allocated = [this.funds.of(account, 'equity'), this.funds.of(account, 'fno')];
    return {
      bank_account: 'XXXX4321',
      total_bank_balance: allocated[0].plus(allocated[1]).toNumber(),
      allocated_equity: allocated[0].toNumber(),
      allocated_fno: allocated[1].toNumber(),
      allocated_commodity: 0,
      allocated_currency: 0,
      block_by_trade_equity: equity.toNumber(),
      block_by_trade_fno: fno.toNumber(),
      block_by_trade_commodity: 0,
      block_by_trade_currency: 0,
      block_by_trade_balance: equity.plus(fno).toNumber(),
      unallocated_balance: '0',
    };
  }

  /** Allocates money to a segment, or takes it back. */
  setFunds({ account, fields }: Caller): object {
    const segment = SEGMENTS[fields.segment?.toLowerCase() ?? ''];
    const way = oneOf(['credit', 'debit'] as const, fields.transaction_type?.toLowerCase());
    const amount = quantity(fields.amount);
    if (!segment) throw badArguments();
    this.funds.move(account, way === 'credit' ? amount : amount.negated(), segment);
    return { status: 'Success' };
  }

  margin({ account, fields }: Caller): object {
    const segment = segmentOf(oneOf(EXCHANGES, fields.exchange_code));
    const allocated = this.funds.of(account, segment);
    return {
      limit_list: [],
      cash_limit: allocated.toNumber(),
      amount_allocated: allocated.toNumber(),
      block_by_trade: this.blocked(account, segment).toNumber(),
      isec_margin: 0,
    };
  }

  /** The charges of an order. */
  preview({ fields }: Caller): object {
    const price = parseDecimal(fields.price ?? '0');
    if (!price) throw badArguments();
    const value = quantity(fields.quantity).times(price);
    const part = (rate: string): Decimal => value.times(rate).toDecimalPlaces(2);
    const { brokerage, turnover, stamp, stt } = CHARGES;
    const gst = part(brokerage).plus(part(turnover)).times(GST).toDecimalPlaces(2);
    const others = [part(turnover), part(stamp), part(stt), gst];
    const sum = others.reduce((total, each) => total.plus(each), ZERO);
    return {
      brokerage: part(brokerage).toNumber(),
      exchange_turnover_charges: part(turnover).toNumber(),
      stamp_duty: part(stamp).toNumber(),
      stt: part(stt).toNumber(),
      sebi_charges: 0,
      gst: gst.toNumber(),
      total_turnover_and_sebi_charges: part(turnover).toNumber(),
      total_other_charges: sum.toNumber(),
      total_brokerage: sum.plus(part(brokerage)).toNumber(),
    };
  }

  /** The margin of positions that are told. The spelling of the first field is theirs. */
  marginCalculator({ fields }: Caller): object {
    const rows = rowsOf(fields.list_of_positions);
    const orders = rows.map((row) =>
      this.toldOrder({ ...row, exchange_code: fields.exchange_code }),
    );
    const margin = sumOf(orders.map((order) => marginOf(this.termsOf(order))));
    const span = margin.span.plus(margin.exposure);
    return {
      margin_calulation: rows.map((row) => ({
        strike_price: row.strike_price ?? '0',
        quantity: row.quantity ?? '0',
        right: capitalized(row.right ?? ''),
        product: capitalized(row.product ?? ''),
        action: capitalized(row.action ?? ''),
        price: row.price ?? '0',
        expiry_date: row.expiry_date ?? '',
        stock_code: row.stock_code ?? '',
      })),
      non_span_margin_required: margin.premium.plus(margin.cash).toFixed(),
      order_value: totalOf(margin).toFixed(2),
      order_margin: '0',
      trade_margin: null,
      block_trade_margin: '0',
      span_margin_required: span.toFixed(2),
    };
  }

  /** The limit of an order that has a stop. */
  limitCalculator({ fields }: Caller): object {
    const limit = parseDecimal(fields.limit_rate ?? fields.fresh_order_limit);
    if (!limit) throw badArguments();
    return {
      available_quantity: fields.available_quantity ?? '0',
      action_id: '0',
      order_margin: '0',
      limit_rate: limit.toFixed(),
    };
  }

  /** Whether there is not enough money for an order, or for the new terms of one. */
  isShort(account: BrokerAccount, terms: OrderFields, changed?: BreezeOrder): boolean {
    const open = changed ? terms.quantity.minus(changed.cumQty) : terms.quantity;
    const asked = { ...terms, quantity: Decimal.max(ZERO, open) };
    const segment = segmentOf(asked.exchangeCode);
    const cash = this.funds.of(account, segment);
    const order = totalOf(marginOf(this.termsOf(asked)));
    const short = this.funds.shortfall(account, cash, order, () => ({
      before: this.blocked(account, segment),
      blocked: this.blocked(account, segment, [asked], changed),
      gained: this.gained(account, segment),
    }));
    return short !== null;
  }

  private blocked(
    account: BrokerAccount,
    segment: Segment,
    added: readonly Asked[] = [],
    without?: BreezeOrder,
  ): Decimal {
    const positions = this.books
      .positionsOf(account)
      .filter(({ order, netQty }) => !netQty.isZero() && isOf(segment, order))
      .map(({ order, product, netQty, netAvg }) => {
        const action = netQty.isPositive() ? ('buy' as const) : ('sell' as const);
        const held = { quantity: netQty.abs(), price: netAvg };
        return this.engagement({ ...order.fields, ...held, product, action });
      });
    const open = this.book
      .ordersOf<BreezeOrder>(account)
      .filter((order) => order !== without && order.leavesQty.gt(0) && isOf(segment, order))
      .map(({ fields, leavesQty, price }) =>
        this.engagement({ ...fields, quantity: leavesQty, price }),
      );
    const more = added.map((asked) => this.engagement(asked));
    return totalOf(blockedBy(positions, [...open, ...more]));
  }

  private gained(account: BrokerAccount, segment: Segment): Decimal {
    return this.books
      .positionsOf(account)
      .filter(({ order }) => isOf(segment, order))
      .reduce((sum, { realized }) => sum.plus(realized), ZERO);
  }

  private engagement(asked: Asked): Engagement {
    const key = `${asked.exchangeCode}\n${contractLabel(asked)}\n${asked.product}`;
    return { key, terms: this.termsOf(asked) };
  }

  private termsOf(asked: Asked): MarginTerms {
    const { expiry, right, strike, product, action, quantity } = asked;
    const future = right === 'others' ? 'future' : 'option';
    return {
      kind: expiry ? future : 'share',
      side: action === 'buy' ? '1' : '2',
      quantity,
      price: asked.price ?? this.prices.last(contractLabel(asked)),
      strike,
      product: product === 'mtf' ? 'financed' : 'delivery',
    };
  }

  private toldOrder(row: Fields): Asked {
    return {
      ...parseContract(row, row.product),
      action: oneOf(['buy', 'sell'] as const, row.action?.toLowerCase()),
      quantity: quantity(row.quantity),
      price: parseDecimal(row.price ?? '0'),
    };
  }
}

const segmentOf = (exchange: string): Segment =>
  exchange === 'NFO' || exchange === 'BFO' ? 'fno' : 'equity';

const isOf = (segment: Segment, { fields }: BreezeOrder): boolean =>
  segmentOf(fields.exchangeCode) === segment;
