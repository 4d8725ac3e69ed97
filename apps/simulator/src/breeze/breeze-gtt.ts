import { Injectable } from '@nestjs/common';
import type { BrokerAccount } from '../brokers/broker-account';
import { BrokerLedger } from '../brokers/broker-ledger';
import { compactDate, namedDate, timeOfDay, tradingDate } from '../brokers/indian-time';
import { PriceTriggers } from '../brokers/price-triggers';
import { Sequence } from '../brokers/sequence';
import { Clock } from '../clock';
import { parseDecimal, type Decimal } from '../exact-decimal';
import { SimulatorConfig } from '../simulator.config';
import { parseDay } from './breeze-date';
import { BreezeListings } from './breeze-listings';
import { capitalized, contractFields, contractLabel, type BreezeOrder } from './breeze-order';
import { BreezeOrders } from './breeze-orders';
import type { Caller } from './caller';
import { badArguments, BreezeError, noData, some } from './envelope';
import {
  oneOf,
  parseContract,
  parsePlaceOrder,
  quantity,
  rowsOf,
  type Contract,
  type Fields,
} from './order-fields';

const TYPES = { single: 'Single', oco: 'OCO', cover_oco: 'Cover OCO' } as const;

interface Leg {
  readonly kind: string | null;
  readonly action: 'buy' | 'sell';
  readonly trigger: Decimal;
  readonly limit: Decimal;
  status: 'Ordered' | 'Executed' | 'Cancelled' | 'Rejected';
  /** Ends the wait for its trigger. */
  stop: () => void;
}

interface OrderTerms {
  readonly action: string;
  readonly price: string;
}

interface GttOrder {
  readonly id: string;
  readonly at: Date;
  readonly contract: Contract;
  readonly quantity: Decimal;
  readonly kind: keyof typeof TYPES;
  readonly indexOrStock: string;
  /** What the legs wait for first. */
  readonly fresh: BreezeOrder | null;
  legs: readonly Leg[];
}

/**
 * Orders that wait for a price: one leg, or a target and a stop of which the first to be reached
 * cancels the other, behind a fresh order or without one. @throws BreezeError
 */
@Injectable()
export class BreezeGtt {
  private readonly orders = new Map<BrokerAccount, Map<string, GttOrder>>();

  constructor(
    private readonly config: SimulatorConfig,
    private readonly sequence: Sequence,
    private readonly clock: Clock,
    private readonly triggers: PriceTriggers,
    private readonly desk: BreezeOrders,
    private readonly listings: BreezeListings,
    private readonly book: BrokerLedger,
  ) {}

  place({ account, fields }: Caller): object {
    const contract = parseContract(fields, fields.product);
    this.listings.require(contract);
    const kind = oneOf(
      Object.keys(TYPES) as (keyof typeof TYPES)[],
      fields.gtt_type?.toLowerCase(),
    );
    const amount = quantity(fields.quantity);
    const legs = this.legsOf(fields, kind, contract, amount);
    const fresh =
      kind === 'cover_oco' ? this.order(account, contract, amount, freshTerms(fields)) : null;
    const now = this.clock.now();
    const id = `${compactDate(now)}${this.sequence.next()}`;
    const indexOrStock = capitalized(fields.index_or_stock ?? 'stock');
    const order = {
      id,
      at: now,
      contract,
      quantity: amount,
      kind,
      indexOrStock,
      fresh,
      legs,
    };
    this.of(account).set(id, order);
    if (fresh) fresh.afterFill = () => this.arm(account, order);
    this.arm(account, order);
    return { gtt_order_id: id, message: 'Your GTT Order Request Placed Successfully' };
  }

  modify({ account, fields }: Caller): object {
    const order = this.open(account, fields, 'modified');
    const legs = this.legsOf(fields, order.kind, order.contract, order.quantity);
    for (const leg of order.legs) leg.stop();
    order.legs = legs;
    this.arm(account, order);
    return { gtt_order_id: order.id, message: 'Order Modified Successfully' };
  }

  cancel({ account, fields }: Caller): object {
    const order = this.open(account, fields, 'cancelled');
    for (const leg of order.legs) end(leg);
    const message = 'Your request for order cancellation successfully submitted !';
    return { gtt_order_id: order.id, message };
  }

  list({ account, fields }: Caller): object[] {
    const [from, to] = [parseDay(fields.from_date ?? ''), parseDay(fields.to_date ?? '')];
    const within = (at: Date): boolean => tradingDate(at) >= from && tradingDate(at) <= to;
    return some(
      [...this.of(account).values()]
        .filter(({ at, contract }) => within(at) && contract.exchangeCode === fields.exchange_code)
        .map(rowOf)
        .reverse(),
    );
  }

  /** The legs behind a fresh order wait for their prices once that is filled. */
  private arm(account: BrokerAccount, order: GttOrder): void {
    const { contract, legs, fresh } = order;
    if (fresh && fresh.ordStatus !== '2') return;
    for (const leg of legs) {
      if (leg.status !== 'Ordered') continue;
      const fire = (): void => this.fire(account, order, leg);
      leg.stop();
      leg.stop = this.triggers.watch(contractLabel(contract), leg.trigger, fire, risesTo(leg));
    }
  }

  private fire(account: BrokerAccount, order: GttOrder, leg: Leg): void {
    leg.status = 'Executed';
    for (const other of order.legs) if (other !== leg) end(other);
    try {
      this.order(account, order.contract, order.quantity, termsOf(leg));
    } catch (error) {
      // There may be no money for it, or what it was for may have expired meanwhile.
      if (!(error instanceof BreezeError)) throw error;
      leg.status = 'Rejected';
    }
  }

  /** An ordinary order that the broker places. */
  private order(
    account: BrokerAccount,
    contract: Contract,
    amount: Decimal,
    terms: OrderTerms,
  ): BreezeOrder {
    const fields = orderFields(contract, amount, terms);
    const terminal = { behaviour: this.config.market ? 'market' : 'fill' } as const;
    const answer = this.desk.place({ account, fields, terminal });
    const { Success } = (answer as { body: { Success: { order_id: string } } }).body;
    return this.book.find<BreezeOrder>(account, Success.order_id)!;
  }

  /** @throws BreezeError for legs that could not become orders */
  private legsOf(
    fields: Fields,
    kind: GttOrder['kind'],
    contract: Contract,
    amount: Decimal,
  ): Leg[] {
    const legs = rowsOf(fields.order_details).map(legOf);
    if (legs.length !== (kind === 'single' ? 1 : 2)) throw badArguments();
    for (const leg of legs) {
      const order = orderFields(contract, amount, termsOf(leg));
      this.desk.check(parsePlaceOrder(order, this.listings, true));
    }
    return legs;
  }

  private open(account: BrokerAccount, fields: Fields, done: string): GttOrder {
    const order = this.known(account, fields);
    if (order.legs.some(({ status }) => status === 'Ordered')) return order;
    throw new BreezeError(`Order has already been executed and cannot be ${done}.`);
  }

  private known(account: BrokerAccount, fields: Fields): GttOrder {
    const order = this.of(account).get(fields.gtt_order_id ?? '');
    if (order?.contract.exchangeCode !== fields.exchange_code || !order) throw noData();
    return order;
  }

  private of(account: BrokerAccount): Map<string, GttOrder> {
    const known = this.orders.get(account) ?? new Map<string, GttOrder>();
    this.orders.set(account, known);
    return known;
  }
}

function end(leg: Leg): void {
  leg.stop();
  if (leg.status === 'Ordered') leg.status = 'Cancelled';
}

function legOf(row: Fields): Leg {
  const [trigger, limit] = [parseDecimal(row.trigger_price), parseDecimal(row.limit_price)];
  if (!trigger || !limit) throw badArguments();
  const action = oneOf(['buy', 'sell'] as const, row.action?.toLowerCase());
  const kind = row.gtt_leg_type?.toLowerCase() ?? null;
  return { kind, action, trigger, limit, status: 'Ordered', stop: () => undefined };
}

/** A target is better than the price now, a stop is worse; one leg is reached from either side. */
function risesTo({ kind, action }: Leg): boolean | undefined {
  if (kind === null) return undefined;
  return (kind === 'target') === (action === 'sell');
}

const termsOf = ({ action, limit }: Leg): OrderTerms => ({ action, price: limit.toFixed() });

function orderFields(contract: Contract, amount: Decimal, terms: OrderTerms): Fields {
  const { stockCode, exchangeCode, product, expiry, right, strike } = contract;
  return {
    stock_code: stockCode,
    exchange_code: exchangeCode,
    product,
    expiry_date: expiry?.toISOString(),
    right: right ?? undefined,
    strike_price: strike?.toFixed(),
    order_type: 'limit',
    quantity: amount.toFixed(),
    validity: 'day',
    ...terms,
  };
}

function freshTerms(fields: Fields): OrderTerms {
  const { fresh_order_action: action, fresh_order_price: price } = fields;
  if (!action || !price) throw badArguments();
  return { action, price };
}

function rowOf(order: GttOrder): object {
  return {
    order_details: order.legs.map(({ kind, action, trigger, limit, status }) => ({
      gtt_leg_type: kind && capitalized(kind),
      action: capitalized(action),
      trigger_price: trigger.toNumber(),
      limit_price: limit.toNumber(),
      status,
      gtt_order_id: order.id,
    })),
    ...contractFields(order.contract),
    quantity: order.quantity.toNumber(),
    index_or_stock: order.indexOrStock,
    gtt_type: TYPES[order.kind],
    fresh_order_id: order.fresh?.orderId ?? null,
    order_datetime: `${namedDate(order.at).toUpperCase()} ${timeOfDay(order.at)}`,
  };
}
