import { Injectable } from '@nestjs/common';
import type { Behaviour } from '../behaviour';
import { BrokerDesk } from '../brokers/broker-desk';
import { Decimal } from '../exact-decimal';
import { SimulatorConfig } from '../simulator.config';
import type { Fill } from '../venue/venue-order';
import { FlattradeDialect } from './flattrade-dialect';
import type { FlattradeOrder } from './flattrade-order';
import { FlattradeOrderMaker } from './flattrade-order-maker';
import { FlattradeTrail } from './flattrade-trail';
import type { OrderFields } from './order-fields';

/** A stop is a limit order this far beyond its trigger, in parts of the price. */
const STOP_REACH = '0.01';

type Kind = 'target' | 'stop';

/** Noren's codes of legs. */
const CODES: Readonly<Record<Kind, string>> = { target: '0', stop: '1' };

interface Pair {
  readonly legs: Partial<Record<Kind, FlattradeOrder>>;
}

/**
 * The legs of cover and bracket orders: for each fill a stop, of a bracket order a target too, and
 * the one that is filled cancels the other.
 */
@Injectable()
export class FlattradeLegs {
  private readonly pairs = new Map<FlattradeOrder, Pair[]>();

  constructor(
    private readonly config: SimulatorConfig,
    private readonly desk: BrokerDesk,
    private readonly dialect: FlattradeDialect,
    private readonly maker: FlattradeOrderMaker,
    private readonly trail: FlattradeTrail,
  ) {}

  /** From now on the fills of a cover or bracket order bring their legs. */
  attach(order: FlattradeOrder): void {
    if (!['H', 'B'].includes(order.fields.prd)) return;
    this.pairs.set(order, []);
    order.afterFill = (fill) => this.protect(order, fill);
  }

  /** Closes what has been filled: targets are cancelled, and stops become market orders. */
  exit(order: FlattradeOrder): void {
    for (const { legs } of this.pairs.get(order) ?? []) {
      if (legs.target) this.cancel(legs.target);
      if (!legs.stop?.leavesQty.greaterThan(0)) continue;
      legs.stop.toMarket();
      this.desk.moveOn(legs.stop);
    }
  }

  /** Whether something is left to close. */
  isOpen(order: FlattradeOrder): boolean {
    return (this.pairs.get(order) ?? []).some(({ legs }) => legs.stop?.leavesQty.greaterThan(0));
  }

  private protect(order: FlattradeOrder, fill: Fill): void {
    const { trantype, blprc, bpprc, trailprc, prd } = order.fields;
    if (!blprc) return;
    const pair: Pair = { legs: {} };
    this.pairs.get(order)?.push(pair);
    const away = trantype === 'B' ? 1 : -1;
    const tick = order.tick;
    const onTick = (price: Decimal): Decimal =>
      Decimal.max(tick, price.div(tick).toDecimalPlaces(0).times(tick));
    const common = {
      ...order.fields,
      trantype: trantype === 'B' ? ('S' as const) : ('B' as const),
      qty: fill.quantity,
      dscqty: '0',
      ret: 'DAY',
    };
    const trgprc = onTick(fill.price.minus(blprc.times(away)));
    const reach = fill.price.times(STOP_REACH).times(away);
    const prc = onTick(trgprc.minus(reach));
    this.place(order, pair, 'stop', { ...common, prctyp: 'SL-LMT', trgprc, prc }, fill);
    if (trailprc && pair.legs.stop) this.trail.start(pair.legs.stop, trailprc, fill.price);
    if (prd !== 'B' || !bpprc) return;
    const target = onTick(fill.price.plus(bpprc.times(away)));
    this.place(
      order,
      pair,
      'target',
      { ...common, prctyp: 'LMT', trgprc: null, prc: target },
      fill,
    );
  }

  private place(
    parent: FlattradeOrder,
    pair: Pair,
    kind: Kind,
    fields: OrderFields,
    fill: Fill,
  ): void {
    const { owner: account, tag } = parent;
    const key = `${parent.orderId} ${fill.execId} ${kind}`;
    const terminal: Behaviour = { behaviour: this.config.market ? 'market' : 'rest' };
    const { tsym: symbol, qty, prc } = fields;
    const terms = { symbol, orderQty: qty.toFixed(), price: prc?.toFixed() ?? null };
    this.desk.place(
      { account, key, terminal, facts: { ...terms, type: 'new', orderId: '', tag } },
      this.dialect.in('session'),
      (init) => {
        const leg = this.maker.make({ ...init, account, tag, key }, fields);
        leg.parentage = { snonum: parent.orderId, snoordt: CODES[kind], sno_fillid: fill.execId };
        pair.legs[kind] = leg;
        leg.afterFill = () => {
          const other = pair.legs[kind === 'stop' ? 'target' : 'stop'];
          if (other && leg.leavesQty.isZero()) this.cancel(other);
        };
        return leg;
      },
      () => ({ status: 200, body: {} }),
    );
  }

  private cancel(leg: FlattradeOrder): void {
    if (leg.leavesQty.greaterThan(0)) this.desk.withdraw(leg);
  }
}
