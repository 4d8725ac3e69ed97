import { Injectable } from '@nestjs/common';
import type { BrokerAccount } from '../brokers/broker-account';
import { BrokerLedger, type Conversion } from '../brokers/broker-ledger';
import { BrokersControl } from '../brokers/brokers-control';
import { carriedShares, type CarriedShares } from '../brokers/carried-shares';
import { DAY_MS, midnightOf, startOfDay } from '../brokers/indian-time';
import { averageText, moneyText, positionsOf, type Position } from '../brokers/positions';
import { Clock } from '../clock';
import { Decimal, ZERO } from '../exact-decimal';
import { MarketPrices } from '../venue/market-prices';
import { parseDay } from './breeze-date';
import { capitalized, contractFields, contractLabel, type BreezeOrder } from './breeze-order';
import type { Caller } from './caller';
import { badArguments, noData, some, type Success } from './envelope';
import {
  type Contract,
  EXCHANGES,
  oneOf,
  parseContract,
  quantity,
  type Fields,
} from './order-fields';

/** The product of shares that are delivered. */
const DELIVERY = 'cash';

/** What every account has from before. */
const HELD = [
  { stock_code: 'ITC', stock_ISIN: 'INE154A01025', quantity: '10', average_price: '402.50' },
  { stock_code: 'TATSTE', stock_ISIN: 'INE081A01020', quantity: '25', average_price: '131.55' },
];

/** The calls that read; an empty list is an error, too. @throws BreezeError */
@Injectable()
export class BreezeBooks {
  constructor(
    private readonly book: BrokerLedger,
    private readonly prices: MarketPrices,
    private readonly clock: Clock,
    private readonly control: BrokersControl,
  ) {}

  orders({ account, fields }: Caller): object[] {
    const exchange = oneOf(EXCHANGES, fields.exchange_code);
    if (fields.order_id) return [this.told(this.known(account, fields).row())];
    return some(
      this.between(account, fields)
        .filter((order) => order.fields.exchangeCode === exchange)
        .map((order) => this.told(order.row()))
        .reverse(),
    );
  }

  trades({ account, fields }: Caller): object[] {
    const exchange = oneOf(EXCHANGES, fields.exchange_code);
    if (fields.order_id) {
      const order = this.known(account, fields);
      return some(order.fills.map((fill) => this.told(order.fillRow(fill))));
    }
    const wanted = (value: string, name: string): boolean =>
      fields[name] === undefined || fields[name].toLowerCase() === value.toLowerCase();
    return some(
      this.between(account, fields)
        .filter((order) => order.cumQty.greaterThan(0) && order.fields.exchangeCode === exchange)
        .filter((order) => wanted(order.fields.product, 'product_type'))
        .filter((order) => wanted(order.fields.action, 'action'))
        .filter((order) => wanted(order.fields.stockCode, 'stock_code'))
        .map((order) => this.told(order.tradeRow(this.lastOf(order)))),
    );
  }

  positions({ account }: Caller): object[] {
    return some(this.positionsOf(account).map((each) => this.told(this.positionRow(each))));
  }

  portfolioHoldings({ account, fields }: Caller): object[] {
    const exchange = oneOf(EXCHANGES, fields.exchange_code);
    const bought = this.carried(account)
      .filter(({ order }) => order.fields.exchangeCode === exchange)
      .map((shares) => ({
        stock_code: shares.order.fields.stockCode,
        quantity: shares.quantity.toFixed(),
        average_price: moneyText(shares.averagePrice),
      }));
    return [...HELD, ...bought].map(({ stock_code, quantity, average_price }) => ({
      stock_code,
      exchange_code: exchange,
      quantity,
      average_price,
      booked_profit_loss: '0',
      current_market_price: moneyText(this.prices.last(stock_code)),
      change_percentage: '0',
      answer_flag: 'N',
      product_type: null,
      expiry_date: null,
      strike_price: null,
      right: null,
      category_index_per_stock: null,
      action: null,
      realized_profit: '0',
      unrealized_profit: moneyText(
        this.prices.last(stock_code).minus(average_price).times(quantity),
      ),
      open_position_value: moneyText(this.prices.last(stock_code).times(quantity)),
      portfolio_charges: '0',
    }));
  }

  /** Shares that were bought on the day before are not delivered, and only in the portfolio. */
  dematHoldings({ account }: Caller): object[] {
    const bought = this.carried(account)
      .map(({ order, quantity, arriving, soldToday }) => {
        const delivered = quantity.minus(arriving);
        const blocked = Decimal.min(delivered, soldToday);
        return { ...dematRow(order.fields.stockCode, '', delivered, blocked), delivered };
      })
      .filter(({ delivered }) => !delivered.isZero())
      .map(({ delivered: _, ...row }) => row);
    const before = HELD.map((held) =>
      dematRow(held.stock_code, held.stock_ISIN, new Decimal(held.quantity), ZERO),
    );
    return [...before, ...bought].map((row) => this.told(row));
  }

  /** Moves part of a position to another product, `to_product`. */
  convert({ account, fields }: Caller): Success {
    const contract = contractOf(parseContract(fields, fields.product_type));
    const { product_type: from = '', to_product: to = '' } = fields;
    const conversion: Conversion = {
      contract,
      from: from.toLowerCase(),
      to: to.toLowerCase(),
      side: oneOf(['buy', 'sell'] as const, fields.action?.toLowerCase()) === 'buy' ? '1' : '2',
      quantity: quantity(fields.quantity),
    };
    const held = this.positionsOf(account).find(
      ({ order, product }) => contractOf(order.fields) === contract && product === conversion.from,
    );
    const open = conversion.side === '1' ? held?.buyQty : held?.sellQty;
    const isNone = to === '' || conversion.to === conversion.from;
    if (isNone || !open?.greaterThanOrEqualTo(conversion.quantity)) throw badArguments();
    this.book.convert(account, conversion);
    return { message: 'Position converted successfully.' };
  }

  /** The account's positions, by contract and product. */
  positionsOf(account: BrokerAccount): Position<BreezeOrder>[] {
    const orders = this.book.ordersOf<BreezeOrder>(account);
    const positions = positionsOf(orders, this.book.conversionsOf(account), labelOf);
    return [...positions.values()];
  }

  private carried(account: BrokerAccount): CarriedShares<BreezeOrder>[] {
    return carriedShares(this.book, account, this.clock.now(), labelOf, DELIVERY);
  }

  private known(account: BrokerAccount, fields: Fields): BreezeOrder {
    const order = this.book.find<BreezeOrder>(account, fields.order_id);
    if (!order || order.fields.exchangeCode !== fields.exchange_code) throw noData();
    return order;
  }

  /** Both days are included; defaults to today's orders. */
  private between(account: BrokerAccount, { from_date: from, to_date: to }: Fields): BreezeOrder[] {
    const today = startOfDay(this.clock.now());
    const first = dayOf(from) ?? today;
    const end = new Date((dayOf(to) ?? today).getTime() + DAY_MS);
    return this.book.ordersOf<BreezeOrder>(account, first).filter((order) => order.at < end);
  }

  private told<Row>(row: Row): Row {
    return this.control.told('breeze', row);
  }

  /** The last price of an order's instrument. */
  lastOf(order: BreezeOrder): Decimal {
    return this.prices.last(contractLabel(order.fields));
  }

  private positionRow(position: Position<BreezeOrder>): object {
    const { order, netQty, product } = position;
    const last = this.lastOf(order);
    return {
      segment: segmentOf(order),
      ...contractFields({ ...order.fields, product }),
      strike_price: order.fields.strike?.toFixed() ?? null,
      action: netQty.isZero() ? 'NA' : capitalized(netQty.isPositive() ? 'buy' : 'sell'),
      quantity: netQty.abs().toFixed(),
      average_price: averageText(position.netAvg),
      ltp: moneyText(last),
      price: moneyText(last),
      stock_index_indicator: order.fields.expiry ? 'Index' : 'Stock',
      cover_quantity: '0',
      stoploss_trigger: '0',
      settlement_id: null,
      margin_amount: null,
      stoploss: null,
      take_profit: null,
      available_margin: null,
      squareoff_mode: null,
      mtf_sell_quantity: null,
      mtf_net_amount_payable: null,
      mtf_expiry_date: null,
      order_id: '',
      cover_order_flow: null,
      cover_order_executed_quantity: null,
      pledge_status: null,
      pnl: null,
      underlying: order.fields.stockCode,
      order_segment_code: null,
    };
  }
}

const contractOf = (fields: Contract): string => `${fields.exchangeCode}\n${contractLabel(fields)}`;

const labelOf = ({ fields }: BreezeOrder) => ({
  contract: contractOf(fields),
  product: fields.product,
});

const dematRow = (stock_code: string, stock_ISIN: string, quantity: Decimal, blocked: Decimal) => ({
  stock_code,
  stock_ISIN,
  quantity: quantity.toFixed(),
  demat_total_bulk_quantity: quantity.toFixed(),
  demat_avail_quantity: '0',
  blocked_quantity: blocked.toFixed(),
  demat_allocated_quantity: quantity.minus(blocked).toFixed(),
});

const segmentOf = ({ fields }: BreezeOrder): 'fno' | 'equity' => (fields.expiry ? 'fno' : 'equity');

const dayOf = (text: string | undefined): Date | undefined =>
  text === undefined ? undefined : midnightOf(parseDay(text));
