import { randomUUID } from 'node:crypto';
import {
  type Basket,
  basketStatus,
  decimal,
  type Decimal,
  hasPending,
  isOpen,
  leavesQty,
  type Order,
  RefusalCode,
  type ReportFields,
  type StateReportType,
  ZERO,
} from '@ome/domain';
import fc from 'fast-check';
import { Crash, type Gate, ironCondor, MemoryBaskets } from '../testing/memory-baskets';
import { tries } from '../../../domain/test/property-runs';

const BLANK: Omit<ReportFields, 'alerts'> = {
  source: 'link',
  clOrdId: null,
  execId: null,
  brokerOrderId: null,
  text: null,
  transactTime: null,
};

/** What is left of a leg when it is to be unwound. */
const HELD = {
  all: (quantity: Decimal) => ({ close: quantity, notHeld: ZERO }),
  working: () => ({ close: ZERO, notHeld: ZERO }),
  unknown: () => null,
  less: (quantity: Decimal) => {
    const close = quantity.gt(25) ? quantity.minus(25) : quantity;
    return { close, notHeld: quantity.minus(close) };
  },
};

type Action =
  | { do: 'advance'; turns: number[]; diesAt: [number, number]; pauses: boolean }
  | { do: 'resume' }
  | { do: 'report'; order: number; what: StateReportType | 'fill' | 'part' | 'send' | 'doubt' }
  | { do: 'pass'; ms: number }
  | { do: 'stop'; unwind: boolean }
  | { do: 'refuse'; refusing: RefusalCode | null }
  | { do: 'hold'; held: keyof typeof HELD };

const report = fc.record({
  do: fc.constant('report' as const),
  order: fc.nat({ max: 6 }),
  what: fc.constantFrom(
    ...(['New', 'fill', 'fill', 'part', 'send', 'doubt'] as const),
    ...(['Rejected', 'Canceled', 'Expired', 'CancelRejected', 'Suspended'] as const),
  ),
});
const calls = fc.oneof(fc.constant(10_000), fc.nat({ max: 40 }));
const advance = fc.record({
  do: fc.constant('advance' as const),
  turns: fc.array(fc.nat({ max: 4 }), { minLength: 1, maxLength: 20 }),
  diesAt: fc.tuple(calls, calls),
  pauses: fc.boolean(),
});
const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 1, arbitrary: fc.record({ do: fc.constant('resume' as const) }) },
  { weight: 5, arbitrary: advance },
  { weight: 8, arbitrary: report },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('pass' as const), ms: fc.nat({ max: 40_000 }) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('stop' as const), unwind: fc.boolean() }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('refuse' as const),
      refusing: fc.constantFrom(null, RefusalCode.TradingStopped, RefusalCode.NotInThisPhase),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('hold' as const),
      held: fc.constantFrom(...(['all', 'working', 'unknown', 'less'] as const)),
    }),
  },
);

/** Two concurrent runners and a venue, driven step by step. */
class World {
  readonly baskets = new MemoryBaskets();
  readonly basketId: string;
  readonly placed: string[] = [];
  private readonly paused: (() => void)[] = [];
  private readonly running: Promise<void>[] = [];

  constructor(proceedWhen: 'ACCEPTED' | 'FILLED', onFailure: 'STOP' | 'UNWIND') {
    this.basketId = this.baskets.open(ironCondor({ proceedWhen, onFailure }));
    this.baskets.onPlaced = (order) => this.check(order);
  }

  get basket(): Basket {
    return this.baskets.basket(this.basketId);
  }

  /** A sold leg is sent only after both bought ones reached the awaited state. */
  private check(order: Order): void {
    this.placed.push(order.orderId);
    const leg = this.basket.legs.find(({ orderId }) => orderId === order.orderId);
    if (leg?.stage !== 2) return;
    for (const hedge of this.basket.legs.filter(({ stage }) => stage === 1)) {
      const found = this.baskets.order(hedge.orderId)!;
      const filled = found.cumQty.gte(hedge.orderQty);
      const enough = this.basket.proceedWhen === 'FILLED' ? filled : found.accepted;
      expect(enough).toBe(true);
    }
  }

  async act(one: Action): Promise<void> {
    switch (one.do) {
      case 'advance':
        return this.advance(one.turns, one.diesAt, one.pauses);
      case 'resume':
        return this.resume();
      case 'report':
        return this.report(one.order, one.what);
      case 'pass':
        this.baskets.now = new Date(this.baskets.now.getTime() + one.ms);
        return;
      case 'stop':
        return this.baskets.stop(this.basketId, one.unwind);
      case 'refuse':
        this.baskets.refusing = one.refusing;
        return;
      case 'hold':
        this.baskets.heldOf = ({ quantity }) => HELD[one.held](quantity);
    }
  }

  /** Two concurrent runners, each of which dies, or pauses until resumed, at some call. */
  async advance(turns: number[], ends: number[], pauses: boolean): Promise<void> {
    await Promise.all(
      ends.map((last, runner) => {
        const paused = new Promise<void>((reached) => {
          const resumed = new Promise<void>((resume) => this.paused.push(resume));
          let calls = 0;
          const gate = async (): Promise<void> => {
            calls += 1;
            for (let turn = turns[(calls + runner * 7) % turns.length]; turn > 0; turn -= 1) {
              await Promise.resolve();
            }
            if (calls <= last) return;
            if (!pauses) throw new Crash();
            reached();
            await resumed;
          };
          const done = this.run(gate);
          this.running.push(done);
          void done.then(reached);
        });
        return paused;
      }),
    );
  }

  /** Paused runners continue to their end. */
  async resume(): Promise<void> {
    for (const resume of this.paused.splice(0)) resume();
    await Promise.all(this.running.splice(0));
  }

  private async run(gate: Gate): Promise<void> {
    try {
      await this.baskets.runner(gate).advance(this.basketId);
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
    }
  }

  private report(index: number, what: Extract<Action, { do: 'report' }>['what']): void {
    const orderId = [...this.baskets.orders.keys()][index];
    const order = orderId && this.baskets.order(orderId);
    // Unsent orders get no reports, and closed orders get no more.
    if (!order || order.closed || leavesQty(order).isZero()) return;
    if (what === 'fill' || what === 'part') this.fill(order, what === 'part' ? '25' : null);
    else if (what === 'send' || what === 'doubt') this.send(order, what);
    else this.state(order, what);
  }

  private state(order: Order, type: StateReportType): void {
    const cancel = order.commands.find(({ kind }) => kind === 'cancel');
    if (type === 'CancelRejected' && !cancel) return;
    const clOrdId = type === 'CancelRejected' ? cancel!.clOrdId : null;
    this.baskets.book(order.orderId, { ...BLANK, type, clOrdId, alerts: [] });
  }

  private fill(order: Order, quantity: string | null): void {
    const lastQty = quantity ? decimal(quantity) : leavesQty(order);
    this.baskets.book(order.orderId, {
      ...BLANK,
      type: 'Trade',
      execId: randomUUID(),
      alerts: [],
      lastQty,
      lastPx: decimal(10),
      exchange: 'NFO',
      cancelsRemainder: false,
    });
  }

  private send(order: Order, what: 'send' | 'doubt'): void {
    const command = order.commands.find(({ delivery }) => delivery.state === 'queued');
    if (!command) return;
    const started = { clOrdId: command.clOrdId, attempt: 1 };
    const sendBy = this.baskets.now;
    this.baskets.book(order.orderId, { ...started, type: 'SendStarted', tag: 't', sendBy });
    this.baskets.book(
      order.orderId,
      what === 'send'
        ? { ...started, type: 'SendAccepted', brokerOrderId: null, text: null }
        : { ...started, type: 'SendInDoubt', text: 'lost' },
    );
  }

  /**
   * Every open order is eventually filled or canceled, and runners continue until nothing is left.
   */
  async settle(): Promise<void> {
    this.baskets.refusing = null;
    this.baskets.heldOf = ({ quantity }) => HELD.all(quantity);
    for (let round = 0; round < 60 && !this.basket.ended; round += 1) {
      await this.advance([1], [10_000], false);
      for (const orderId of this.baskets.orders.keys()) {
        const order = this.baskets.order(orderId)!;
        if (!isOpen(order)) continue;
        if (hasPending(order, 'cancel')) this.state(order, 'Canceled');
        else this.fill(order, null);
      }
      this.baskets.now = new Date(this.baskets.now.getTime() + 1_000);
    }
  }

  /** The venue's final positions, per leg. */
  held(leg: number): string {
    const { legs, unwindings } = this.basket;
    const cum = (orderId: string) => this.baskets.order(orderId)?.cumQty ?? ZERO;
    return unwindings
      .filter((one) => one.leg === leg)
      .reduce((held, one) => held.minus(cum(one.orderId)), cum(legs[leg - 1].orderId))
      .toFixed();
  }
}

describe('any interleaving of reports, crashes and runners', () => {
  it.each([
    ['FILLED', 'UNWIND'],
    ['FILLED', 'STOP'],
    ['ACCEPTED', 'UNWIND'],
    ['ACCEPTED', 'STOP'],
  ] as const)('of a basket %s %s keeps its promises', async (proceedWhen, onFailure) => {
    await fc.assert(
      fc.asyncProperty(fc.array(action, { maxLength: 60 }), async (actions) => {
        const world = new World(proceedWhen, onFailure);
        for (const one of actions) await world.act(one);
        await world.settle();
        const { ended, legs } = world.basket;
        expect(new Set(world.placed).size).toBe(world.placed.length);
        expect(ended).not.toBeNull();
        expect(['ALL_DONE', 'REJECT']).toContain(basketStatus(world.basket));
        const held = legs.map(({ leg }) => world.held(leg));
        if (ended!.outcome === 'COMPLETE') expect(held).toEqual(['75', '75', '75', '75']);
        if (['NONE', 'UNWOUND'].includes(ended!.outcome)) {
          expect(held).toEqual(['0', '0', '0', '0']);
        }
        // A late runner sends nothing for a basket that may send nothing more.
        const before = world.placed.length;
        await world.resume();
        await world.advance([1], [10_000, 10_000], false);
        expect(world.placed).toHaveLength(before);
      }),
      tries(300),
    );
  });
});
