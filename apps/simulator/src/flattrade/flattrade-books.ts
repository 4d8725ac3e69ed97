import { Injectable } from '@nestjs/common';
import { BrokerLedger, type Conversion } from '../brokers/broker-ledger';
import { BrokersControl } from '../brokers/brokers-control';
import { averageText, moneyText, positionsOf, type Position } from '../brokers/positions';
import type { BrokerAccount } from '../brokers/broker-account';
import { carriedShares } from '../brokers/carried-shares';
import { Clock } from '../clock';
import { Decimal, divide, ZERO } from '../exact-decimal';
import { MarketPrices } from '../venue/market-prices';
import type { Caller } from './caller';
import type { FlattradeOrder } from './flattrade-order';
import { FlattradeListings } from './flattrade-listings';
import { required } from './jdata';
import { EXCHANGES, oneOf, POSITION_TYPES, PRODUCTS, quantity, symbol } from './order-fields';
import { Emsg, NotOk, type Reply } from './replies';

const PRODUCT_NAMES: Readonly<Record<string, string>> = {
  C: 'CNC',
  M: 'NRML',
  I: 'MIS',
  H: 'CO',
  B: 'BO',
  F: 'MTF',
};

/** Nothing is carried from the day before. */
const CARRIED = {
  cfbuyqty: '0',
  cfsellqty: '0',
  cfbuyamt: '0.00',
  cfsellamt: '0.00',
  cfbuyavgprc: '0.00',
  cfsellavgprc: '0.00',
  cforgavgprc: '0.00',
};

/** The product code of shares that are delivered. */
const DELIVERY = 'C';

/** What every account has from before. */
const HELD = [
  { tsym: 'INFY-EQ', holdqty: '10', upldprc: '1450.20' },
  { tsym: 'TATASTEEL-EQ', holdqty: '25', upldprc: '131.55' },
];

/** The calls that read, and the conversion of positions. @throws NotOk */
@Injectable()
export class FlattradeBooks {
  constructor(
    private readonly book: BrokerLedger,
    private readonly prices: MarketPrices,
    private readonly control: BrokersControl,
    private readonly listings: FlattradeListings,
    private readonly clock: Clock,
  ) {}

  orderBook({ account, fields }: Caller): Reply {
    return this.ordersOf(account)
      .filter((order) => fields.prd === undefined || order.fields.prd === fields.prd)
      .map((order) => this.told(order.row()))
      .reverse();
  }

  singleOrderHistory({ account, fields }: Caller): Reply {
    const orderId = required(fields, 'norenordno');
    const records = this.book.find<FlattradeOrder>(account, orderId)?.history ?? [];
    return records.map((record) => this.told(record));
  }

  tradeBook({ account }: Caller): Reply {
    return this.ordersOf(account).flatMap((order) =>
      order.fills.map((fill) => this.told(order.tradeRow(fill))),
    );
  }

  positionBook({ account }: Caller): Reply {
    return this.positions(account).map((position) =>
      this.told(this.positionRow(position, account)),
    );
  }

  /** What every account has, and what it bought before today to be delivered. */
  holdings({ account, fields }: Caller): Reply {
    if (!fields.prd || !fields.actid) throw new NotOk(Emsg.holdings);
    const carried = carriedShares(this.book, account, this.clock.now(), labelOf, DELIVERY);
    const bought = carried.map((shares) =>
      this.heldRow(shares.order.fields.exch, shares.order.fields.tsym, {
        holdqty: shares.quantity.minus(shares.arriving).toFixed(),
        btstqty: shares.arriving.toFixed(),
        usedqty: Decimal.min(shares.quantity, shares.soldToday).toFixed(),
        upldprc: moneyText(shares.averagePrice),
      }),
    );
    return [...HELD.map(({ tsym, ...held }) => this.heldRow('NSE', tsym, held)), ...bought].map(
      (row) => this.told(row),
    );
  }

  userDetails({ account, mode }: Caller): Reply {
    const market = mode === 'signed' ? ['MKT', 'SL-MKT'] : [];
    return {
      uid: account.userId,
      actid: account.userId,
      exarr: EXCHANGES,
      orarr: ['LMT', 'SL-LMT', ...market],
      prarr: PRODUCTS.map((prd) => ({ prd, s_prdt_ali: PRODUCT_NAMES[prd], exch: EXCHANGES })),
    };
  }

  /** Moves part of a position to another product. */
  convert({ account, fields }: Caller): Reply {
    if (!POSITION_TYPES.includes(required(fields, 'postype').toUpperCase())) {
      throw new NotOk(Emsg.positionType);
    }
    const exch = oneOf(EXCHANGES, required(fields, 'exch'));
    const conversion: Conversion = {
      contract: `${exch}\n${symbol(required(fields, 'tsym'))}`,
      from: oneOf(PRODUCTS, required(fields, 'prevprd')),
      to: oneOf(PRODUCTS, required(fields, 'prd')),
      side: oneOf(['B', 'S'], required(fields, 'trantype')) === 'B' ? '1' : '2',
      quantity: quantity(required(fields, 'qty')),
    };
    const { contract, from, to, side } = conversion;
    const held = this.positions(account).find(
      (position) => contractOf(position.order) === contract && position.product === from,
    );
    const open = side === '1' ? held?.buyQty : held?.sellQty;
    if (from === to || !open?.greaterThanOrEqualTo(conversion.quantity)) {
      throw new NotOk(Emsg.invalidInput);
    }
    this.book.convert(account, conversion);
    return {};
  }

  /** The account's positions, by contract and product. */
  positions(account: BrokerAccount): Position<FlattradeOrder>[] {
    const conversions = this.book.conversionsOf(account);
    const positions = positionsOf(this.ordersOf(account), conversions, labelOf);
    return [...positions.values()];
  }

  /** What is still open of the orders of a position's contract and product. */
  private openFields({ order, product }: Position<FlattradeOrder>, account: BrokerAccount) {
    const contract = contractOf(order);
    const open = this.ordersOf(account).filter(
      (each) => contractOf(each) === contract && each.fields.prd === product,
    );
    const fields: Record<string, string> = {};
    for (const [name, side] of [
      ['buy', 'B'],
      ['sell', 'S'],
    ] as const) {
      const orders = open.filter((each) => each.fields.trantype === side);
      const quantity = orders.reduce((sum, { leavesQty }) => sum.plus(leavesQty), ZERO);
      const amount = orders.reduce(
        (sum, { leavesQty, price }) => sum.plus(leavesQty.times(price ?? ZERO)),
        ZERO,
      );
      fields[`open${name}qty`] = quantity.toFixed();
      fields[`open${name}amt`] = moneyText(amount);
      fields[`open${name}avgprc`] = averageText(
        quantity.isZero() ? ZERO : divide(amount, quantity),
      );
    }
    return fields;
  }

  private heldRow(exch: string, tsym: string, held: object) {
    return {
      stat: 'Ok',
      exch_tsym: [{ exch, tsym, ...this.listings.fieldsOf(exch, tsym) }],
      holdqty: '0',
      dpqty: '0',
      npoadqty: '0',
      colqty: '0',
      benqty: '0',
      unplgdqty: '0',
      brkcolqty: '0',
      btstqty: '0',
      btstcolqty: '0',
      usedqty: '0',
      ...held,
    };
  }

  private told<Row>(row: Row): Row {
    return this.control.told('flattrade', row);
  }

  private ordersOf(account: BrokerAccount): FlattradeOrder[] {
    return this.book.ordersOf<FlattradeOrder>(account);
  }

  private lastOf({ order }: Position<FlattradeOrder>): Decimal {
    return this.prices.last(order.fields.tsym);
  }

  private positionRow(position: Position<FlattradeOrder>, account: BrokerAccount) {
    const { userId } = account;
    const { order, product, buyQty, sellQty } = position;
    const { exch, tsym } = order.fields;
    const last = this.lastOf(position);
    return {
      stat: 'Ok',
      uid: userId,
      actid: userId,
      exch,
      tsym,
      prd: product,
      s_prdt_ali: PRODUCT_NAMES[product],
      netqty: position.netQty.toFixed(),
      netavgprc: averageText(position.netAvg),
      daybuyqty: buyQty.toFixed(),
      daysellqty: sellQty.toFixed(),
      daybuyavgprc: averageText(position.buyAvg),
      daysellavgprc: averageText(position.sellAvg),
      daybuyamt: moneyText(position.buyAmount),
      daysellamt: moneyText(position.sellAmount),
      totbuyavgprc: averageText(position.buyAvg),
      totsellavgprc: averageText(position.sellAvg),
      ...CARRIED,
      ...this.openFields(position, account),
      lp: moneyText(last),
      rpnl: moneyText(position.realized),
      urmtom: moneyText(position.unrealized(last)),
      bep: averageText(position.netAvg),
      upldprc: '0.00',
      mult: '1',
      prcftr: '1.000000',
      ...this.listings.fieldsOf(exch, tsym),
    };
  }
}

const contractOf = ({ fields }: FlattradeOrder): string => `${fields.exch}\n${fields.tsym}`;

const labelOf = (order: FlattradeOrder) => ({
  contract: contractOf(order),
  product: order.fields.prd,
});
