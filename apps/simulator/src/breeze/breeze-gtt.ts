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
import { badArguments, noData, some } from './envelope';
import { oneOf, parseContract, quantity, rowsOf, type Contract, type Fields } from './order-fields';

const TYPES = { single: 'Single', oco: 'OCO', cover_oco: 'Cover OCO' } as const;

interface Leg {
  readonly kind: string | null;
  readonly action: 'buy' | 'sell';
  readonly trigger: Decimal;
  readonly limit: Decimal;
  status: 'Ordered' | 'Executed' | 'Cancelled';
  /** Ends the wait for its trigger. */
  stop: () => void;
}

interface GttOrder {
  readonly id: string;
  readonly at: Date;
  readonly contract: Contract;
  readonly quantity: Decimal;
  readonly kind: keyof typeof TYPES;
  readonly indexOrStock: string;
  readonly freshOrderId: string | null;
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
    const legs = legsOf(fields, kind);
    const freshOrderId =
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
      freshOrderId,
      legs,
    };
    this.of(account).set(id, order);
    this.arm(account, order);
    return { gtt_order_id: id, message: 'Your GTT Order Request Placed Successfully' };
  }

  modify({ account, fields }: Caller): object {
    const order = this.known(account, fields);
    const legs = legsOf(fields, order.kind);
    for (const leg of order.legs) leg.stop();
    order.legs = legs;
    this.arm(account, order);
    return { gtt_order_id: order.id, message: 'Order Modified Successfully' };
  }

  cancel({ account, fields }: Caller): object {
    const order = this.known(account, fields);
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

  /** The legs behind a fresh order act once that is filled. */
  private arm(account: BrokerAccount, order: GttOrder): void {
    const { contract, legs } = order;
    for (const leg of legs) {
      const fire = (): void => {
        const fresh = this.book.find<BreezeOrder>(account, order.freshOrderId ?? '');
        if (fresh && fresh.ordStatus !== '2') {
          // Not yet, and perhaps never: it waits on.
          leg.stop = this.triggers.watch(contractLabel(contract), leg.trigger, fire);
          return;
        }
        leg.status = 'Executed';
        for (const other of legs) if (other !== leg) end(other);
        const { action, limit: price } = leg;
        this.order(account, contract, order.quantity, { action, price: price.toFixed() });
      };
      leg.stop = this.triggers.watch(contractLabel(contract), leg.trigger, fire);
    }
  }

  /** The number of an ordinary order that the broker places. */
  private order(
    account: BrokerAccount,
    contract: Contract,
    amount: Decimal,
    terms: { action: string; price: string },
  ): string {
    const { stockCode, exchangeCode, product, expiry, right, strike } = contract;
    const fields: Fields = {
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
    const terminal = { behaviour: this.config.market ? 'market' : 'fill' } as const;
    const answer = this.desk.place({ account, fields, terminal });
    const { Success } = (answer as { body: { Success: { order_id: string } } }).body;
    return Success.order_id;
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

function legsOf(fields: Fields, kind: GttOrder['kind']): Leg[] {
  const legs = rowsOf(fields.order_details).map((row): Leg => {
    const [trigger, limit] = [parseDecimal(row.trigger_price), parseDecimal(row.limit_price)];
    if (!trigger || !limit) throw badArguments();
    const action = oneOf(['buy', 'sell'] as const, row.action?.toLowerCase());
    const name = row.gtt_leg_type ?? null;
    return { kind: name, action, trigger, limit, status: 'Ordered', stop: () => undefined };
  });
  if (legs.length !== (kind === 'single' ? 1 : 2)) throw badArguments();
  return legs;
}

function freshTerms(fields: Fields): { action: string; price: string } {
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
    fresh_order_id: order.freshOrderId,
    order_datetime: `${namedDate(order.at).toUpperCase()} ${timeOfDay(order.at)}`,
  };
}
