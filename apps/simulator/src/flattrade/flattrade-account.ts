import { Injectable } from '@nestjs/common';
import type { BrokerAccount } from '../brokers/broker-account';
import { BrokerLedger } from '../brokers/broker-ledger';
import { Funds } from '../brokers/funds';
import {
  blockedBy,
  marginOf,
  sumOf,
  totalOf,
  type Engagement,
  type Margin,
  type MarginTerms,
} from '../brokers/margins';
import { moneyText, type Position } from '../brokers/positions';
import { Decimal, parseDecimal, ZERO } from '../exact-decimal';
import { MarketPrices } from '../venue/market-prices';
import type { Caller } from './caller';
import { FlattradeBooks } from './flattrade-books';
import { FlattradeListings } from './flattrade-listings';
import type { FlattradeOrder } from './flattrade-order';
import { required, rowsOf, type JData } from './jdata';
import { parsePlaceOrder, type OrderFields } from './order-fields';
import type { Mode, Reply } from './replies';

type Asked = Pick<OrderFields, 'exch' | 'tsym' | 'qty' | 'prc' | 'prd' | 'trantype'>;

const PRODUCTS: Readonly<Record<string, MarginTerms['product']>> = {
  I: 'intraday',
  H: 'intraday',
  B: 'intraday',
  F: 'financed',
};

const NONE = '0.00';

/** The money of an account, what is blocked of it, and what orders would block. @throws NotOk */
@Injectable()
export class FlattradeAccount {
  constructor(
    private readonly book: BrokerLedger,
    private readonly books: FlattradeBooks,
    private readonly listings: FlattradeListings,
    private readonly prices: MarketPrices,
    private readonly funds: Funds,
  ) {}

  limits({ account }: Caller): Reply {
    const positions = this.books.positions(account);
    const blocked = this.blocked(account);
    const sum = (value: (position: Position<FlattradeOrder>) => Decimal): string =>
      moneyText(positions.reduce((total, position) => total.plus(value(position)), ZERO));
    const pending = this.open(account).reduce(
      (total, { leavesQty, price }) => total.plus(leavesQty.times(price ?? ZERO)),
      ZERO,
    );
    const marginused = moneyText(totalOf(blocked));
    return {
      actid: account.userId,
      cash: moneyText(this.funds.of(account)),
      payin: NONE,
      payout: NONE,
      brkcollamt: NONE,
      unclearedcash: NONE,
      daycash: NONE,
      turnoverlmt: '999999999999.00',
      pendordvallmt: '999999999999.00',
      turnover: sum(({ buyAmount, sellAmount }) => buyAmount.plus(sellAmount)),
      pendordval: moneyText(pending),
      marginused,
      peak_mar: marginused,
      mtomcurper: NONE,
      cbu: moneyText(blocked.cash),
      csc: NONE,
      span: moneyText(blocked.span),
      expo: moneyText(blocked.exposure),
      premium: moneyText(blocked.premium),
      varelm: moneyText(blocked.cash),
      marprt: NONE,
      grexpo: sum(({ exposure }) => exposure),
      collateral: NONE,
      brokerage: NONE,
      rpnl: sum((position) => position.realized),
      urmtom: sum((position) => position.unrealized(this.prices.last(position.order.fields.tsym))),
    };
  }

  /** Of positions that are told, whoever holds them; `_trade` leaves open orders out. */
  span({ fields }: Caller): Reply {
    const rows = rowsOf(required(fields, 'pos'));
    const margins = (withOrders: boolean): Margin =>
      sumOf(rows.map((row) => marginOf(this.toldTerms(row, withOrders))));
    const [all, traded] = [margins(true), margins(false)];
    return {
      span: all.span.toFixed(2),
      expo: all.exposure.toFixed(2),
      span_trade: traded.span.toFixed(2),
      expo_trade: traded.exposure.toFixed(2),
    };
  }

  /** What an order would block, and the account with it. */
  orderMargin({ account, fields, mode }: Caller): Reply {
    const asked = parsePlaceOrder({ dscqty: '0', ret: 'DAY', ...fields }, mode);
    this.listings.require(asked.exch, asked.tsym);
    return this.marginReply(account, [asked], asked);
  }

  /** Of several orders at once. */
  basketMargin({ account, fields, mode }: Caller): Reply {
    const orders = [fields, ...rowsOf(fields.basketlists ?? '[]')].map((row) =>
      this.basketOrder({ ...row, actid: account.userId }, mode),
    );
    const { remarks, marginused } = this.marginReply(account, orders, orders[0]);
    return { remarks, marginused, marginusedtrade: marginused };
  }

  /**
   * Why there is not enough money for an order, or for the new terms of one, in Noren's words; null
   * if there is.
   */
  shortfall(account: BrokerAccount, terms: Asked, changed?: FlattradeOrder): string | null {
    const asked = changed ? { ...terms, qty: terms.qty.minus(changed.cumQty) } : terms;
    const cash = this.funds.of(account);
    const short = this.funds.shortfall(
      account,
      cash,
      totalOf(marginOf(this.termsOf(asked))),
      () => ({
        before: totalOf(this.blocked(account)),
        blocked: totalOf(this.blocked(account, [asked], changed)),
        gained: this.gained(account),
      }),
    );
    if (!short) return null;
    const missing = short.required.minus(short.available);
    const [needed, available] = [missing, short.available].map((amount) => amount.toFixed(2));
    return `RED:Margin Shortfall:INR ${needed} Available:INR ${available} for C-${account.userId} [${PARTITION}]`;
  }

  private marginReply(account: BrokerAccount, orders: readonly Asked[], first: Asked) {
    const [before, after] = [this.blocked(account), this.blocked(account, orders)].map(totalOf);
    const available = this.funds.of(account).plus(this.gained(account));
    return {
      remarks: after.gt(available) ? 'Insufficient Balance' : '',
      cash: available.toFixed(2),
      marginused: after.toFixed(2),
      marginusedprev: before.toFixed(2),
      ordermargin: totalOf(marginOf(this.termsOf(first))).toFixed(2),
    };
  }

  private basketOrder(row: JData, mode: Mode): OrderFields {
    const asked = parsePlaceOrder({ dscqty: '0', ret: 'DAY', ...row }, mode);
    this.listings.require(asked.exch, asked.tsym);
    return asked;
  }

  private blocked(
    account: BrokerAccount,
    added: readonly Asked[] = [],
    without?: FlattradeOrder,
  ): Margin {
    const positions = this.books
      .positions(account)
      .filter(({ netQty }) => !netQty.isZero())
      .map(({ order, product, netQty, netAvg }): Engagement => {
        const trantype = netQty.isPositive() ? 'B' : 'S';
        return this.engagement({
          ...order.fields,
          prd: product,
          trantype,
          qty: netQty.abs(),
          prc: netAvg,
        });
      });
    const open = this.open(account)
      .filter((order) => order !== without)
      .map(({ fields, leavesQty, price }) =>
        this.engagement({ ...fields, qty: leavesQty, prc: price }),
      );
    return blockedBy(positions, [...open, ...added.map((asked) => this.engagement(asked))]);
  }

  private gained(account: BrokerAccount): Decimal {
    return this.books.positions(account).reduce((sum, { realized }) => sum.plus(realized), ZERO);
  }

  private open(account: BrokerAccount): FlattradeOrder[] {
    return this.book
      .ordersOf<FlattradeOrder>(account)
      .filter(({ leavesQty }) => leavesQty.greaterThan(0));
  }

  private engagement(asked: Asked): Engagement {
    const { exch, tsym, prd } = asked;
    return { key: `${exch}\n${tsym}\n${prd}`, terms: this.termsOf(asked) };
  }

  private termsOf({ exch, tsym, qty, prc, prd, trantype }: Asked): MarginTerms {
    const { instname = '', strprc } = this.listings.fieldsOf(exch, tsym);
    return {
      kind: kindOf(instname, exch),
      side: trantype === 'B' ? '1' : '2',
      quantity: qty,
      price: prc ?? this.prices.last(tsym),
      strike: strprc === undefined ? null : new Decimal(strprc),
      product: PRODUCTS[prd] ?? 'delivery',
    };
  }

  private toldTerms(row: JData, withOrders: boolean): MarginTerms {
    const [net, buy, sell] = [row.netqty, row.buyqty, row.sellqty].map(
      (text) => parseDecimal(text) ?? ZERO,
    );
    const quantity = withOrders ? net.plus(buy).minus(sell) : net;
    return {
      kind: kindOf(row.instname ?? '', row.exch ?? ''),
      side: quantity.isNegative() ? '2' : '1',
      quantity: quantity.abs(),
      price: this.prices.last(row.symname ?? ''),
      strike: parseDecimal(row.strprc),
      product: PRODUCTS[row.prd ?? ''] ?? 'delivery',
    };
  }
}

/** What the risk system calls the group that an account is in. */
const PARTITION = 'FLATTRADE';

function kindOf(instname: string, exch: string): MarginTerms['kind'] {
  if (instname.startsWith('OPT')) return 'option';
  if (instname.startsWith('FUT')) return 'future';
  return exch === 'NSE' || exch === 'BSE' ? 'share' : 'future';
}
