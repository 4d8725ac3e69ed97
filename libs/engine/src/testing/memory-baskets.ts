import {
  applyEvent,
  type Basket,
  type BasketEvent,
  type BasketLeg,
  type BasketTerms,
  decideCancel,
  decimal,
  foldBasket,
  foldOrder,
  isRefusal,
  type NewOrder,
  type Order,
  type OrderEvent,
  type OrderFact,
  OrdType,
  type Refusal,
  refuse,
  RefusalCode,
  Side,
  TimeInForce,
  type UnwindingQuantity,
} from '@ome/domain';
import type { AppendVerdict } from '@ome/event-store';
import { derivedId, nextId } from '@ome/platform';
import {
  BasketWriter,
  type HeldLegs,
  type OrderEntry,
  type PlaceOrderCommand,
  RunBaskets,
  type Unclosed,
} from '..';

/** The process died: its next action did not happen. */
export class Crash extends Error {}

/** Called before every call of a port: to interleave runners, or to kill one. */
export type Gate = () => Promise<void>;

const allHeld = ({ quantity }: Unclosed): UnwindingQuantity => ({
  close: quantity,
  notHeld: decimal(0),
});

/** Nobody else closes anything. */
export const ALL_HELD: Pick<HeldLegs, 'act'> = {
  act: async (asked, decided) => decided(allHeld(asked), async () => undefined),
};

/** Journals of baskets and orders in memory, any number of runners, and a venue that reports. */
export class MemoryBaskets {
  readonly events = new Map<string, BasketEvent[]>();
  readonly orders = new Map<string, OrderEvent[]>();
  /** Called with every order that a link may send from then on. */
  onPlaced: (order: Order) => void = () => undefined;
  /** What is left of a leg, if somebody else closed a part; null if orders have to end first. */
  heldOf: (asked: Unclosed) => UnwindingQuantity | Refusal | null = allHeld;
  /** Why every order is refused. */
  refusing: RefusalCode | null = null;
  now = new Date('2026-11-20T04:00:00Z');

  runner(gate: Gate): RunBaskets {
    const clock = { now: () => this.now };
    const writer = new BasketWriter(
      {
        append: async (event) => {
          await gate();
          return this.append(event);
        },
        read: async (basketId) => {
          await gate();
          return [...(this.events.get(basketId) ?? [])];
        },
      },
      { project: async () => gate() },
      { announce: () => undefined },
      clock,
    );
    const read = async (orderId: string) => {
      await gate();
      return [...(this.orders.get(orderId) ?? [])];
    };
    const ids = { next: nextId, derive: derivedId };
    const act: HeldLegs['act'] = async (asked, decided) => {
      await gate();
      const held = this.heldOf(asked);
      return held !== null && decided(held, gate);
    };
    return new RunBaskets(writer, { read }, this.entry(gate), { act }, ids, clock);
  }

  open(terms: BasketTerms): string {
    const basketId = derivedId('basket', terms.account, terms.basketClOrdId);
    const envelope = { basketId, seq: 1, at: this.now, by: 'test', requestId: null };
    this.append({ ...terms, ...envelope, type: 'BasketNew' });
    return basketId;
  }

  stop(basketId: string, unwind: boolean): void {
    const { version, ended, stop } = this.basket(basketId);
    if (ended || stop) return;
    const envelope = { basketId, seq: version + 1, at: this.now, by: 'ops', requestId: null };
    const stopped = { type: 'BasketStopped', reason: 'CANCELED', text: 'Canceled' } as const;
    this.append({ ...stopped, ...envelope, unwind });
  }

  basket(basketId: string): Basket {
    return foldBasket(this.events.get(basketId)!)!;
  }

  order(orderId: string): Order | null {
    return foldOrder(this.orders.get(orderId) ?? []);
  }

  book(orderId: string, fact: OrderFact): void {
    const events = this.orders.get(orderId)!;
    const envelope = { orderId, seq: events.length + 1, at: this.now, by: null, requestId: null };
    events.push({ ...fact, ...envelope });
  }

  /** The order is refused right before it would have been sent. */
  stopSending(orderId: string, refusal: RefusalCode): void {
    this.book(orderId, {
      type: 'Rejected',
      source: 'engine',
      clOrdId: orderId,
      execId: null,
      brokerOrderId: null,
      text: 'Not now',
      transactTime: null,
      alerts: [],
      refusal,
    });
  }

  private append(event: BasketEvent): AppendVerdict<BasketEvent> {
    const events = this.events.get(event.basketId) ?? [];
    if (event.seq !== events.length + 1) return { verdict: 'conflict' };
    this.events.set(event.basketId, [...events, event]);
    return { verdict: 'committed', eventId: nextId() };
  }

  private entry(gate: Gate): OrderEntry {
    return {
      place: {
        execute: async (command) => {
          await gate();
          const fact = opening(command);
          const known = this.order(fact.orderId);
          if (!known && this.refusing) return refuse(this.refusing);
          if (known && known.basketId !== fact.basketId) {
            return refuse(RefusalCode.DuplicateClOrdId);
          }
          const order = known ?? this.begin(fact);
          if (!known) this.onPlaced(order);
          // Died before it learned of its success.
          await gate();
          return { order, created: !known };
        },
        placeRejected: async (command, text) => {
          await gate();
          const fact = opening(command);
          if (!this.orders.has(fact.orderId)) this.begin({ ...fact, withheld: text });
        },
      },
      change: {
        cancel: async (orderId, request) => {
          await gate();
          const order = this.order(orderId)!;
          const repeated = this.orders
            .get(orderId)!
            .some((event) => 'newClOrdId' in event && event.newClOrdId === request.clOrdId);
          if (repeated) return { order };
          const fact = decideCancel(order, request, { refuseAfterFill: false });
          if (isRefusal(fact)) return fact;
          this.book(orderId, fact);
          return { order: this.order(orderId)! };
        },
      },
    };
  }

  private begin(fact: NewOrder): Order {
    const { orderId } = fact;
    const event: OrderEvent = { ...fact, seq: 1, at: this.now, by: null, requestId: null };
    this.orders.set(orderId, [event]);
    return applyEvent(null, event);
  }
}

function opening(command: PlaceOrderCommand): NewOrder {
  const orderId = derivedId('clOrdId', command.account, command.clOrdId!);
  return {
    ...command,
    type: 'NewOrder',
    origin: 'client',
    brokerOrderId: null,
    execId: null,
    orderId,
    clOrdId: command.clOrdId!,
    link: command.link!,
  };
}

/** Two bought legs that hedge two sold ones. */
export function ironCondor(fields: Partial<BasketTerms> = {}): BasketTerms {
  const symbols = ['P24000', 'C25000', 'P24200', 'C24800'];
  return {
    basketClOrdId: 'condor',
    account: '42',
    userId: null,
    proceedWhen: 'FILLED',
    stageTimeoutMs: 30_000,
    onFailure: 'UNWIND',
    legs: symbols.map((symbol, index) => leg(index + 1, symbol)),
    ...fields,
  };
}

const leg = (number: number, strike: string): BasketLeg => ({
  leg: number,
  stage: number <= 2 ? 1 : 2,
  clOrdId: `condor-${number}`,
  orderId: derivedId('clOrdId', '42', `condor-${number}`),
  symbol: `NIFTY29DEC26${strike}`,
  exchange: 'NFO',
  side: number <= 2 ? Side.Buy : Side.Sell,
  ordType: OrdType.Limit,
  timeInForce: TimeInForce.Day,
  product: 'NRML',
  link: 'rest',
  tag: null,
  orderQty: decimal(75),
  price: decimal(10),
  stopPrice: null,
});
