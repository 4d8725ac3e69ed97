import {
  type Basket,
  type BasketFact,
  type BasketLeg,
  type BasketOrders,
  type BasketStep,
  type Decimal,
  decimalText,
  foldOrder,
  isPassing,
  isRefusal,
  nextBasketStep,
  nextCancelClOrdId,
  NOT_HELD,
  type Order,
  ORDER_DEFAULTS,
  OrdType,
  type Refusal,
  RefusalCode,
  refusalText,
  refuse,
  Side,
  TimeInForce,
  type UnclosedLeg,
  type Unwinding,
  unwindClOrdId,
} from '@ome/domain';
import { KeyedQueue } from '@ome/event-store';
import type { ChangeOrder } from '../change-order/change-order';
import type { PlaceOrder, PlaceOrderCommand } from '../place-order/place-order';
import type { Clock, Ids } from '../clock-and-ids';
import type { Journal } from '../journal';
import type { BasketWriter } from './basket-writer';
import type { HeldLegs, Unclosed } from './held-legs';

/** The state of a basket when nothing can be done at the moment. */
export interface Resting {
  ended: boolean;
  /** When its time limit passes; null if it waits for its orders alone. */
  until: Date | null;
}

/** The use cases that place and change orders. */
export interface OrderEntry {
  place: Pick<PlaceOrder, 'execute' | 'placeRejected'>;
  change: Pick<ChangeOrder, 'cancel'>;
}

/** More than the largest basket takes; anything left continues in the next round. */
const MAX_STEPS = 500;
/** Between an order that no link took in time and the one after it. */
const PAUSE_MS = 30_000;
/** What lasts longer is left to people. */
const LONGEST_WAIT_MS = 8 * 3_600_000;
/** Refusals that pass, but not within seconds. */
const LASTING: ReadonlySet<RefusalCode> = new Set([
  RefusalCode.BrokerUnread,
  RefusalCode.NotInThisPhase,
  RefusalCode.NotSentInTime,
  RefusalCode.TradingStopped,
]);

/**
 * Takes baskets from step to step. Any number of processes may do so at once, and each may die at
 * any moment: every step is derived from the journals, which let each step happen once. A leg has
 * one order, whoever places it; the start and the stop of a stage compete for one sequence number;
 * and stopping a basket takes the ids of the orders that were not placed yet.
 */
export class RunBaskets {
  private readonly turns = new KeyedQueue();

  constructor(
    private readonly writer: BasketWriter,
    private readonly orders: Pick<Journal, 'read'>,
    private readonly entry: OrderEntry,
    private readonly held: Pick<HeldLegs, 'act'>,
    private readonly ids: Ids,
    private readonly clock: Clock,
  ) {}

  /** Null if there is no such basket. */
  advance(basketId: string): Promise<Resting | null> {
    return this.turns.run(basketId, async () => {
      for (let steps = 0; steps < MAX_STEPS; steps += 1) {
        const basket = await this.writer.read(basketId);
        if (!basket) return null;
        const orders = await this.ordersOf(basket);
        const step = nextBasketStep(basket, orders, this.clock.now());
        const ended = basket.ended !== null;
        if (step.do === 'wait') return { ended, until: step.until };
        if (!(await this.take(basket, step, orders))) return { ended, until: null };
      }
      return { ended: false, until: null };
    });
  }

  private async ordersOf({ legs, unwindings }: Basket): Promise<BasketOrders> {
    const ids = [...legs, ...unwindings].map(({ orderId }) => orderId);
    const histories = await Promise.all(ids.map((orderId) => this.orders.read(orderId)));
    const orders = histories.map((events) => foldOrder(events)).filter((order) => order !== null);
    return new Map(orders.map((order) => [order.orderId, order] as [string, Order]));
  }

  /** False if the step had no effect and an immediate retry is pointless. */
  private async take(
    basket: Basket,
    step: Exclude<BasketStep, { do: 'wait' }>,
    orders: BasketOrders,
  ): Promise<boolean> {
    switch (step.do) {
      case 'journal':
        await this.append(basket, step.fact);
        return true;
      case 'place':
        await this.place(
          basket,
          step.legs.map((leg) => ({ leg: leg.leg, command: legOrder(basket, leg) })),
        );
        return true;
      case 'unwind':
        return this.unwind(basket, step.unwindings, orders);
      case 'placeRejected':
        await Promise.all(
          step.orders.map(({ leg, text }) =>
            this.placeRejected(basket, legOrder(basket, leg), text),
          ),
        );
        return true;
      case 'rejectUnwinding':
        await this.placeRejected(basket, closingOrder(basket, step.unwinding), step.text);
        return true;
      case 'startUnwinding':
        for (const leg of step.legs) {
          if (await this.startUnwinding(basket, leg, orders)) return true;
        }
        return step.unplaced.length > 0 && this.unwind(basket, step.unplaced, orders);
      case 'cancel':
        return this.cancel(basket, step.legs, orders);
    }
  }

  private append(basket: Basket, fact: BasketFact): Promise<Basket | null> {
    const { basketId, by, requestId } = basket;
    return this.writer.record(basketId, basket, fact, { by, requestId });
  }

  /** Places all at once. A refusal is journalled, so no process retries it. */
  private async place(basket: Basket, wanted: readonly Wanted[]): Promise<void> {
    let current: Basket | null = basket;
    for (const one of await this.tryAll(basket, wanted)) {
      if (current) current = await this.append(current, this.refused(basket, one));
    }
  }

  private async tryAll(basket: Basket, wanted: readonly Wanted[]): Promise<RefusedLeg[]> {
    const placed = await Promise.all(
      wanted.map(({ command }) => this.entry.place.execute(command, basket, null)),
    );
    return placed.flatMap((outcome, index) =>
      isRefusal(outcome) ? [{ ...wanted[index], refusal: outcome }] : [],
    );
  }

  private refused({ account }: Basket, { leg, command, refusal }: RefusedLeg): BasketFact {
    const orderId = this.ids.derive('clOrdId', account, command.clOrdId);
    return { type: 'LegRefused', leg, orderId, code: refusal.refused, text: refusalText(refusal) };
  }

  private placeRejected(basket: Basket, command: LinkedCommand, text: string): Promise<void> {
    return this.entry.place.placeRejected(command, text, basket);
  }

  /** Decides how much of the leg is to be closed, and places the order for it. */
  private async startUnwinding(
    basket: Basket,
    { leg: { leg }, quantity }: UnclosedLeg,
    orders: BasketOrders,
  ): Promise<boolean> {
    const unsent = unsentOf(basket, leg, orders);
    if (unsent) {
      const refusal = refuse(RefusalCode.NotSentInTime, unsent.reason ?? undefined);
      const isNews = await this.holdBack(basket, { leg, quantity, refusal });
      const isPaused = this.clock.now().getTime() < unsent.updatedAt.getTime() + PAUSE_MS;
      if (isNews || isPaused) return isNews;
    }
    return this.held.act(unclosed(basket, leg, quantity, orders), async (held, keep) => {
      if (isRefusal(held)) return this.holdBack(basket, { leg, quantity, refusal: held });
      const { close, notHeld } = held;
      if (notHeld.gt(0)) {
        const text = `${decimalText(notHeld)} of leg ${leg} ${WAS_CLOSED}`;
        const alert = { leg, text, quantity: notHeld };
        await this.append(basket, { ...alert, type: 'BasketAlerted', code: NOT_HELD });
        return true;
      }
      if (close.lte(0)) return false;
      await keep();
      const unwinding = this.nextUnwinding(basket, leg, close);
      const started = await this.append(basket, { type: 'UnwindLegStarted', ...unwinding });
      if (started) await this.placeUnwinding(started, unwinding);
      return true;
    });
  }

  private nextUnwinding(basket: Basket, leg: number, quantity: Decimal): Unwinding {
    const clOrdId = unwindClOrdId(basket, leg);
    return { leg, clOrdId, orderId: this.ids.derive('clOrdId', basket.account, clOrdId), quantity };
  }

  /** Places those that an earlier attempt started. False if something has to wait. */
  private async unwind(
    basket: Basket,
    unwindings: readonly Unwinding[],
    orders: BasketOrders,
  ): Promise<boolean> {
    let current: Basket | null = basket;
    let isWaiting = false;
    for (const one of unwindings) {
      const { leg, quantity } = one;
      const asked = unclosed(basket, leg, quantity, orders);
      const isPlaced = await this.held.act(asked, async (held, keep) => {
        if (!current) return true;
        if (isRefusal(held)) {
          const wanted = { leg, command: closingOrder(basket, one), refusal: held };
          const { basket: told, isDone } = await this.rest(current, wanted);
          current = told;
          return isDone;
        }
        const { close, notHeld } = held;
        if (notHeld.gt(0)) {
          const text = `${decimalText(notHeld)} of it ${WAS_CLOSED}`;
          const refusal = { leg, orderId: one.orderId, code: NOT_HELD, text };
          current = await this.append(current, { type: 'LegRefused', ...refusal });
          return true;
        }
        if (close.lt(quantity)) return false;
        await keep();
        const placed = await this.placeUnwinding(current, one);
        current = placed.basket;
        return placed.isDone;
      });
      isWaiting ||= !isPlaced;
    }
    return !isWaiting;
  }

  private async placeUnwinding(basket: Basket, unwinding: Unwinding): Promise<Tried> {
    const wanted = { leg: unwinding.leg, command: closingOrder(basket, unwinding) };
    const [refused] = await this.tryAll(basket, [wanted]);
    return refused ? this.rest(basket, refused) : { basket, isDone: true };
  }

  /** A refusal that passes is not the last word: what was bought must be closed. */
  private async rest(basket: Basket, refused: RefusedLeg): Promise<Tried> {
    const waiting = this.waiting(basket, refused);
    if (waiting === 'rests') return { basket, isDone: false };
    if (waiting !== 'over') return { basket: await this.append(basket, waiting), isDone: false };
    return { basket: await this.append(basket, this.refused(basket, refused)), isDone: true };
  }

  /** Starts no order for the leg. @returns whether people are told of it, now or for good */
  private async holdBack(
    basket: Basket,
    { leg, quantity, refusal }: { leg: number; quantity: Decimal; refusal: Refusal },
  ): Promise<boolean> {
    const waiting = this.waiting(basket, { leg, refusal });
    if (waiting === 'rests') return false;
    if (waiting !== 'over') {
      await this.append(basket, waiting);
      return true;
    }
    const unwinding = this.nextUnwinding(basket, leg, quantity);
    const started = await this.append(basket, { type: 'UnwindLegStarted', ...unwinding });
    const command = closingOrder(basket, unwinding);
    if (started) await this.append(started, this.refused(basket, { leg, command, refusal }));
    return true;
  }

  /** What people are told of a refusal that may last, if they were not told before. */
  private waiting(
    { alerts }: Basket,
    { leg, refusal }: Pick<RefusedLeg, 'leg' | 'refusal'>,
  ): BasketFact | 'rests' | 'over' {
    if (!LASTING.has(refusal.refused)) return isPassing(refusal) ? 'rests' : 'over';
    const now = this.clock.now();
    const told = alerts.filter((alert) => alert.code === 'UNWIND_WAITS' && alert.leg === leg);
    const end = new Date((told[0]?.at ?? now).getTime() + LONGEST_WAIT_MS);
    if (now >= end) return 'over';
    const again = `it is tried again ${howOften(refusal)} until ${end.toISOString()}`;
    const text = `What leg ${leg} filled is not closed yet, ${again}: ${refusalText(refusal)}`;
    if (told.some((alert) => alert.text === text)) return 'rests';
    return { type: 'BasketAlerted', code: 'UNWIND_WAITS', leg, text };
  }

  /** The id tells which request it is: each is made once, however often this runs. */
  private async cancel(basket: Basket, legs: BasketLeg[], orders: BasketOrders): Promise<boolean> {
    const text = basket.stop?.text ?? null;
    const changed = await Promise.all(
      legs.map((leg) => {
        const clOrdId = nextCancelClOrdId(basket, leg, orders.get(leg.orderId)!);
        return this.entry.change.cancel(leg.orderId, { clOrdId, text }, basket);
      }),
    );
    return changed.some((one) => !isRefusal(one));
  }
}

type LinkedCommand = PlaceOrderCommand & { link: string; clOrdId: string };

/** An order of a leg, or one that unwinds it. */
interface Wanted {
  leg: number;
  command: LinkedCommand;
}

interface RefusedLeg extends Wanted {
  refusal: Refusal;
}

/** The basket after an attempt to close a leg, and whether anything is left to be done. */
interface Tried {
  basket: Basket | null;
  isDone: boolean;
}

/** The last order that was to close the leg, if its link did not take it in time. */
function unsentOf({ unwindings }: Basket, leg: number, orders: BasketOrders): Order | null {
  const last = unwindings.findLast((unwinding) => unwinding.leg === leg);
  const order = last && orders.get(last.orderId);
  return order?.closed && order.refusal === RefusalCode.NotSentInTime ? order : null;
}

const howOften = ({ refused }: Refusal): string =>
  refused === RefusalCode.NotSentInTime
    ? `${PAUSE_MS / 1000} s after each attempt`
    : 'every few seconds';

const WAS_CLOSED = 'was closed by somebody else: the position has less';

const unclosed = (
  basket: Basket,
  leg: number,
  quantity: Decimal,
  orders: BasketOrders,
): Unclosed => {
  const order = orders.get(basket.legs[leg - 1].orderId)!;
  return { basket, leg, order, quantity };
};

function legOrder(basket: Basket, { leg: _l, stage: _s, orderId: _o, ...leg }: BasketLeg) {
  const { basketId, account, userId } = basket;
  return { ...ORDER_DEFAULTS, ...leg, basketId, account, userId };
}

/** The opposite order of the leg, on the market that is open at that time. */
function closingOrder(basket: Basket, { leg: number, clOrdId, quantity }: Unwinding) {
  const { amo: _amo, ...order } = legOrder(basket, basket.legs[number - 1]);
  return {
    ...order,
    clOrdId,
    side: order.side === Side.Buy ? Side.Sell : Side.Buy,
    ordType: OrdType.Market,
    timeInForce: TimeInForce.Day,
    orderQty: quantity,
    price: null,
    stopPrice: null,
    slice: 'whereKnown' as const,
  };
}
