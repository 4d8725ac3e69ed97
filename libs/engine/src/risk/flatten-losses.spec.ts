import { applyEvent, decimal, type NewOrder, type Order, type SetLimits } from '@ome/domain';
import { aNewOrder, clock } from '../../../domain/test/builders';
import type { KnownPosition } from '../positions/position-projector';
import { FlattenLosses } from './flatten-losses';
import { type LossBreach, LossBreaches } from './loss-breaches';

const ON: SetLimits = { maxDailyLoss: decimal(500), flattenOnDailyLoss: true };

const anOrder = (fields: Partial<NewOrder> = {}): Order =>
  applyEvent(null, { ...aNewOrder(fields), seq: 1, at: clock(1), by: null, requestId: null });

class MemoryBreaches extends LossBreaches {
  kept: (LossBreach & { flatAt: Date | null })[] = [];
  accounts = ['42'];
  traders = async () => this.accounts;
  async add(breach: LossBreach): Promise<void> {
    this.kept.push({ ...breach, flatAt: null });
  }
  ofDay = async (day: string) => this.kept.filter((each) => each.day === day);
  async flat({ account, day }: LossBreach, at: Date): Promise<void> {
    const found = this.kept.find((each) => each.account === account && each.day === day)!;
    found.flatAt = at;
  }
}

/** A worker over positions that the test changes. */
function aWorker(breaches: MemoryBreaches, limits: SetLimits = ON) {
  const books = {
    result: decimal(-500),
    day: '2026-11-26',
    now: 0,
    open: [] as Order[],
    held: [{ id: 'p' }] as KnownPosition[],
    uncounted: [] as KnownPosition[],
    canceled: [] as string[],
    closed: 0,
    close: async (): Promise<void> => undefined,
  };
  const flatten = new FlattenLosses(
    {
      load: async () => ({
        switches: [],
        approvals: [],
        limits: breaches.accounts.map((account) => ({
          account,
          exchange: null,
          symbol: null,
          limits,
          version: 1,
          setBy: null,
          setAt: new Date(0),
        })),
      }),
    },
    breaches,
    { dayResult: async () => books.result },
    {
      orders: {
        openOf: async function* () {
          yield* books.open;
        },
      },
      booked: {
        catchUp: async () => {
          books.held = [...books.held, ...books.uncounted.splice(0)];
          return true;
        },
      },
      positions: { find: async () => books.held },
      change: {
        cancel: async (orderId) => {
          books.canceled.push(orderId);
          return { order: anOrder() };
        },
      },
      closing: {
        close: async (_positions, _terms, _origin, waitMs) => {
          expect(waitMs).toBe(0);
          books.closed += 1;
          await books.close();
          return [];
        },
      },
    },
    () => ({ date: books.day, beganAt: new Date(0) }),
    { now: () => new Date(books.now) },
  );
  const run = async (aheadMs = 1_000) => {
    books.now += aheadMs;
    await flatten.run();
  };
  return { books, run };
}

describe('an account that reached its daily loss limit', () => {
  test('is flattened: open orders are canceled, positions are closed, closing orders are left', async () => {
    const { books, run } = aWorker(new MemoryBreaches());
    books.open = [
      anOrder({ orderId: 'resting' }),
      anOrder({ orderId: 'slice', parentOrderId: 'whole' }),
      anOrder({ orderId: 'closing', tag: `close-${'a'.repeat(24)}` }),
    ];
    await run();
    expect(books).toMatchObject({ canceled: ['resting'], closed: 1 });
  });

  test('is not flat while a fill waits to be counted', async () => {
    const breaches = new MemoryBreaches();
    const { books, run } = aWorker(breaches);
    books.held = [];
    books.uncounted = [{ id: 'just filled' }] as KnownPosition[];
    await run();
    expect(books.closed).toBe(1);
    expect(breaches.kept).toMatchObject([{ flatAt: null }]);
  });

  test('once a day: what is opened again on purpose stays', async () => {
    const breaches = new MemoryBreaches();
    const { books, run } = aWorker(breaches);
    await run();
    books.held = [];
    await run(10_000);
    expect(breaches.kept).toMatchObject([{ account: '42', flatAt: expect.any(Date) }]);
    books.held = [{ id: 'again' }] as KnownPosition[];
    await run(10_000);
    expect(books.closed).toBe(1);
    books.day = '2026-11-27';
    await run(10_000);
    expect({ closed: books.closed, breaches: breaches.kept.length }).toEqual({
      closed: 2,
      breaches: 2,
    });
  });

  test('is flattened to the end by another worker, even if the loss became smaller', async () => {
    const breaches = new MemoryBreaches();
    await aWorker(breaches).run();
    const { books, run } = aWorker(breaches);
    books.result = decimal(0);
    await run();
    expect(books.closed).toBe(1);
    expect(breaches.kept).toHaveLength(1);
  });

  test('is asked to close less and less often if that does not help', async () => {
    const { books, run } = aWorker(new MemoryBreaches());
    for (let second = 0; second < 60; second += 1) await run();
    expect(books.closed).toBe(5);
  });

  test('does not wait until others are closed, nor for one that cannot be', async () => {
    const breaches = new MemoryBreaches();
    breaches.accounts = ['42', '43', '44'];
    const { books, run } = aWorker(breaches);
    let allAsked = (): void => undefined;
    const asked = new Promise<void>((resolve) => (allAsked = resolve));
    books.close = async () => {
      if (books.closed === 3) allAsked();
      await asked;
      throw new Error('The broker is away');
    };
    await expect(run()).rejects.toThrow('The broker is away');
    expect(breaches.kept.map(({ account }) => account)).toEqual(['42', '43', '44']);
  });

  test.each<[string, SetLimits, number]>([
    ['a smaller loss', ON, -499],
    ['not set', { maxDailyLoss: decimal(500) }, -500],
    ['no limit', { flattenOnDailyLoss: true }, -500],
  ])('%s: nothing happens', async (_name, limits, result) => {
    const breaches = new MemoryBreaches();
    const { books, run } = aWorker(breaches, limits);
    books.result = decimal(result);
    await run();
    expect({ closed: books.closed, breaches: breaches.kept }).toEqual({ closed: 0, breaches: [] });
  });
});
