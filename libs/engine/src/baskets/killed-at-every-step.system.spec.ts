import { decimal, type Order, type OrderFact, type ReportFields } from '@ome/domain';
import { derivedId, nextId } from '@ome/platform';
import type { Connection } from 'mongoose';
import { BASKET_STREAM } from '../../../persistence/src/baskets/basket-stream';
import { MongoEventStore } from '../../../persistence/src/event-store/mongo-event-store';
import { MongoBasketProjector } from '../../../persistence/src/baskets/mongo-baskets';
import { FakeHttpServer } from '../../../execution-links/src/testing/fake-http-server';
import { type BasketJournal, BasketWriter, RunBaskets } from '..';
import { dropTestStore, EngineRig, JOURNAL_OPTIONS, openTestStore } from '../testing/engine-rig';
import { ALL_HELD, Crash, type Gate, ironCondor } from '../testing/memory-baskets';

type Ending = 'filled' | 'hedge rejected' | 'sold leg rejected';

/** More calls than a whole basket takes, so that the last run does not crash. */
const MOST_CALLS = 400;

const EXPECTED: Readonly<Record<Ending, string>> = {
  filled: 'COMPLETE',
  'hedge rejected': 'UNWOUND',
  'sold leg rejected': 'UNWOUND',
};

/** An iron condor on MongoDB, and a venue that logs what reached it. */
class Condor {
  readonly ledger: { clOrdId: string; filledThen: string[] }[] = [];
  private readonly rig: EngineRig;
  private readonly basketId: string;
  private readonly basketJournal: BasketJournal;
  private readonly filled = new Set<string>();

  constructor(
    private readonly connection: Connection,
    venue: FakeHttpServer,
    private readonly id: string,
    private readonly ending: Ending,
  ) {
    this.rig = new EngineRig(connection, venue);
    this.basketJournal = new MongoEventStore(connection.db!, BASKET_STREAM, JOURNAL_OPTIONS);
    this.basketId = derivedId('basket', '42', id);
  }

  async open(): Promise<void> {
    const terms = ironCondor({ basketClOrdId: this.id });
    const legs = terms.legs.map((leg) => {
      const clOrdId = `${this.id}-${leg.leg}`;
      return { ...leg, clOrdId, orderId: derivedId('clOrdId', '42', clOrdId) };
    });
    const fact = { ...terms, legs, type: 'BasketNew' } as const;
    await this.writer(() => Promise.resolve()).record(this.basketId, null, fact, {
      by: 'test',
      requestId: null,
    });
  }

  /** Runs until the basket rests, or the process dies at that call. */
  async run(diesAt: number): Promise<{ died: boolean; ended: boolean; calls: number }> {
    let calls = 0;
    const gate: Gate = () => {
      calls += 1;
      return calls === diesAt ? Promise.reject(new Crash()) : Promise.resolve();
    };
    const ids = { next: nextId, derive: derivedId };
    const { journal, clock } = this.rig;
    const runner = new RunBaskets(
      this.writer(gate),
      { read: (orderId) => gate().then(() => journal.read(orderId)) },
      {
        place: {
          execute: (...args) => around(gate, () => this.rig.place.execute(...args)),
          placeRejected: (...args) => around(gate, () => this.rig.place.placeRejected(...args)),
        },
        change: { cancel: (...args) => around(gate, () => this.rig.change.cancel(...args)) },
      },
      ALL_HELD,
      ids,
      clock,
    );
    try {
      const resting = await runner.advance(this.basketId);
      return { died: false, ended: resting!.ended, calls };
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
      return { died: true, ended: false, calls };
    }
  }

  /** Sends and answers every order in the journal that may be sent. */
  async trade(): Promise<void> {
    const orders = this.connection.db!.collection('orders');
    const open = await orders.find({ basketId: this.basketId, open: true }).toArray();
    for (const { _id, clOrdId } of open) {
      const orderId = String(_id);
      this.ledger.push({ clOrdId: String(clOrdId), filledThen: [...this.filled].toSorted() });
      await this.rig.writer.change(orderId, (order) => this.answer(order), {
        by: null,
        requestId: null,
      });
    }
  }

  async outcome(): Promise<string | undefined> {
    const basket = await this.writer(() => Promise.resolve()).read(this.basketId);
    return basket?.ended?.outcome;
  }

  private answer(order: Order): OrderFact {
    const report: ReportFields = {
      source: 'link',
      clOrdId: null,
      execId: null,
      brokerOrderId: null,
      text: null,
      transactTime: null,
      alerts: [],
    };
    const failing =
      (this.ending === 'hedge rejected' && order.clOrdId === `${this.id}-2`) ||
      (this.ending === 'sold leg rejected' && order.clOrdId === `${this.id}-4`);
    if (failing) return { ...report, type: 'Rejected' };
    this.filled.add(order.clOrdId);
    return {
      ...report,
      type: 'Trade',
      execId: `x-${order.orderId}`,
      lastQty: order.orderQty,
      lastPx: decimal(10),
      exchange: 'NFO',
      cancelsRemainder: false,
    };
  }

  private writer(gate: Gate): BasketWriter {
    const projector = new MongoBasketProjector(
      this.connection.db!.collection('baskets'),
      () => undefined,
    );
    return new BasketWriter(
      {
        append: (event) => around(gate, () => this.basketJournal.append(event)),
        read: (id) => gate().then(() => this.basketJournal.read(id)),
      },
      { project: (basket) => gate().then(() => projector.project(basket)) },
      { announce: () => undefined },
      this.rig.clock,
    );
  }
}

/** A process may die before a call, or after it, before it learns of its success. */
async function around<T>(gate: Gate, call: () => Promise<T>): Promise<T> {
  await gate();
  const result = await call();
  await gate();
  return result;
}

describe('a runner that is killed at any call, and another that continues', () => {
  let connection: Connection;
  let venue: FakeHttpServer;
  beforeAll(async () => {
    connection = await openTestStore();
    venue = new FakeHttpServer();
    await venue.start();
  });
  afterAll(async () => {
    await venue.stop();
    await dropTestStore(connection);
  });

  test.each(Object.keys(EXPECTED) as Ending[])(
    'sends no sold leg without its hedges and no leg twice: %s',
    async (ending) => {
      let runsWithoutCrash = 0;
      for (let diesAt = 1; diesAt < MOST_CALLS && runsWithoutCrash === 0; diesAt += 1) {
        const id = `c${diesAt}-${ending.replaceAll(' ', '-')}`;
        const condor = new Condor(connection, venue, id, ending);
        await condor.open();
        let left = diesAt;
        let ended = false;
        let crashed = false;
        for (let round = 0; round < 30 && !ended; round += 1) {
          const run = await condor.run(left);
          crashed ||= run.died;
          ended = run.ended;
          left = crashed ? Infinity : left - run.calls;
          await condor.trade();
        }
        if (!crashed) runsWithoutCrash += 1;
        expect(await condor.outcome()).toBe(EXPECTED[ending]);
        const sent = condor.ledger.map(({ clOrdId }) => clOrdId);
        expect(new Set(sent).size).toBe(sent.length);
        const hedges = [`${id}-1`, `${id}-2`];
        for (const { clOrdId, filledThen } of condor.ledger) {
          if (![`${id}-3`, `${id}-4`].includes(clOrdId)) continue;
          expect(filledThen).toEqual(expect.arrayContaining(hedges));
        }
      }
    },
    240_000,
  );
});
