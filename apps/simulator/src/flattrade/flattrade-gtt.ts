import { Injectable } from '@nestjs/common';
import type { BrokerAccount } from '../brokers/broker-account';
import { compactDate, tradingDate } from '../brokers/indian-time';
import { PriceTriggers } from '../brokers/price-triggers';
import { Sequence } from '../brokers/sequence';
import { Clock } from '../clock';
import { parseDecimal, type Decimal } from '../exact-decimal';
import { SimulatorConfig } from '../simulator.config';
import { MarketPrices } from '../venue/market-prices';
import type { Caller } from './caller';
import { FlattradeListings } from './flattrade-listings';
import { FlattradeOrders } from './flattrade-orders';
import { required, rowsOf, type JData } from './jdata';
import { oneOf, parsePlaceOrder } from './order-fields';
import { Emsg, NotOk, type Mode, type Reply } from './replies';

/** Of one order: whether the last price has to be above the level or below it. */
const ALERTS: Readonly<Record<string, Direction>> = { LTP_A_O: 'above', LTP_B_O: 'below' };
/** Of two orders, of which the first to be reached cancels the other: above x, or below y. */
const OCO = 'LMT_BOS_O';

type Direction = 'above' | 'below';

/** An order and the price that it waits for. */
interface Leg {
  readonly level: Decimal;
  readonly direction: Direction;
  readonly params: JData;
  /** Ends the wait. */
  stop: () => void;
}

interface Waiting {
  readonly id: string;
  readonly day: string;
  readonly mode: Mode;
  readonly alert: string;
  readonly validity: string;
  readonly remarks: string;
  readonly legs: readonly Leg[];
}

/** Orders that the broker keeps until a price is reached (GTT), or one of two (OCO). @throws NotOk */
@Injectable()
export class FlattradeGtt {
  private readonly waiting = new Map<BrokerAccount, Map<string, Waiting>>();

  constructor(
    private readonly config: SimulatorConfig,
    private readonly sequence: Sequence,
    private readonly clock: Clock,
    private readonly triggers: PriceTriggers,
    private readonly prices: MarketPrices,
    private readonly listings: FlattradeListings,
    private readonly orders: FlattradeOrders,
  ) {}

  place(caller: Caller): Reply {
    const id = `${compactDate(this.clock.now()).slice(2)}${this.sequence.next()}`;
    this.keep(caller, id);
    return { stat: 'Oi created', al_id: id };
  }

  /** Its kind stays; everything else is as it is told now. */
  modify(caller: Caller): Reply {
    const before = this.known(caller);
    if (caller.fields.ai_t !== before.alert) throw new NotOk(Emsg.invalidInput);
    this.keep(caller, before.id);
    end(before);
    return { stat: 'Oi Replaced', al_id: before.id };
  }

  cancel(caller: Caller): Reply {
    const order = this.known(caller);
    this.drop(caller.account, order);
    return { stat: 'Oi delete success', al_id: order.id };
  }

  pending({ account }: Caller): Reply {
    return this.of(account).map((order) => this.rowOf(account, order));
  }

  enabled(): Reply {
    return { ai_ts: [...Object.keys(ALERTS), OCO].map((alert) => ({ ai_t: alert })) };
  }

  private keep({ account, fields, mode }: Caller, id: string): void {
    const alert = oneOf([...Object.keys(ALERTS), OCO], required(fields, 'ai_t'));
    const legs = alert === OCO ? ocoLegs(fields) : [gttLeg(fields, ALERTS[alert])];
    const { exch, tsym } = fields;
    for (const { params } of legs) {
      if (params.exch !== exch || params.tsym !== tsym) throw new NotOk(Emsg.invalidInput);
      const asked = this.listings.meant(parsePlaceOrder(params, mode));
      this.listings.require(asked.exch, asked.tsym);
      const objection = this.listings.objectionTo(asked);
      if (objection) throw new NotOk(`Rejected : ${objection}`);
    }
    const validity = oneOf(['DAY', 'GTT'], required(fields, 'validity'));
    const day = tradingDate(this.clock.now());
    const order = { id, day, mode, alert, validity, remarks: fields.remarks ?? '', legs };
    const kept = this.waiting.get(account) ?? new Map<string, Waiting>();
    this.waiting.set(account, kept.set(id, order));
    for (const leg of legs) {
      const fire = (): void => this.fire(account, order, leg);
      leg.stop = this.triggers.watch(tsym, leg.level, fire, leg.direction === 'above');
    }
  }

  private fire(account: BrokerAccount, order: Waiting, leg: Leg): void {
    if (!this.of(account).includes(order)) return;
    this.drop(account, order);
    const { alert, id, mode } = order;
    const last = this.prices.last(leg.params.tsym).toFixed();
    const kind = alert === OCO ? 'oco' : 'gtt';
    const remarks = `${alert}: ${kind}:${id}: Ltp ${last} is ${leg.direction} ${leg.level.toFixed()}`;
    const terminal = { behaviour: this.config.market ? 'market' : 'fill' } as const;
    try {
      this.orders.place({ account, mode, fields: { ...leg.params, remarks }, terminal });
    } catch (error) {
      // What it was for may have expired meanwhile.
      if (!(error instanceof NotOk)) throw error;
    }
  }

  private drop(account: BrokerAccount, order: Waiting): void {
    end(order);
    this.waiting.get(account)?.delete(order.id);
  }

  private known({ account, fields }: Caller): Waiting {
    const id = required(fields, 'al_id');
    const order = this.of(account).find((one) => one.id === id);
    if (!order) throw new NotOk('Invalid Oi');
    return order;
  }

  /** Those of today, and those that wait for longer. */
  private of(account: BrokerAccount): Waiting[] {
    const today = tradingDate(this.clock.now());
    const all = [...(this.waiting.get(account)?.values() ?? [])];
    const isOver = ({ validity, day }: Waiting): boolean => validity === 'DAY' && day !== today;
    for (const order of all.filter(isOver)) this.drop(account, order);
    return all.filter((order) => !isOver(order));
  }

  private rowOf({ userId }: BrokerAccount, order: Waiting): Record<string, unknown> {
    const { id, alert, validity, remarks, legs } = order;
    const [first, second] = legs;
    const { exch, tsym, trantype, prctyp, prd, ret, qty, prc } = first.params;
    const { token } = this.listings.fieldsOf(exch, tsym);
    const levels = legs.map(({ level }, index) => ({
      var_name: index === 0 ? 'x' : 'y',
      d: level.toFixed(),
    }));
    return {
      stat: 'Ok',
      ai_t: alert,
      al_id: id,
      tsym,
      exch,
      token,
      remarks,
      validity,
      actid: userId,
      trantype,
      prctyp,
      prd,
      ret,
      qty,
      prc,
      ordersource: 'API',
      d: first.level.toFixed(),
      oivariable: levels,
      place_order_params: first.params,
      ...(second && { place_order_params_leg2: second.params }),
    };
  }
}

function end({ legs }: Waiting): void {
  for (const leg of legs) leg.stop();
}

const legOf = (level: string | undefined, direction: Direction, params: JData): Leg => {
  const price = parseDecimal(level);
  if (!price?.greaterThan(0)) throw new NotOk(Emsg.invalidInput);
  return { level: price, direction, params: { dscqty: '0', ...params }, stop: () => undefined };
};

function gttLeg(fields: JData, direction: Direction): Leg {
  const { ai_t: _alert, al_id: _id, validity: _validity, d: level, ...params } = fields;
  return legOf(level, direction, params);
}

function ocoLegs({ oivariable, place_order_params, place_order_params_leg2 }: JData): Leg[] {
  const levels = rowsOf(oivariable ?? '[]');
  const leg = (name: string, direction: Direction, text: string | undefined): Leg => {
    const level = levels.find(({ var_name }) => var_name === name)?.d;
    const [params] = rowsOf(`[${text ?? '{}'}]`);
    return legOf(level, direction, params);
  };
  return [leg('x', 'above', place_order_params), leg('y', 'below', place_order_params_leg2)];
}
