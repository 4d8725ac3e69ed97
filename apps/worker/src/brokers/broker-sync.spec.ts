import { setTimeout as later } from 'node:timers/promises';
import { type BrokerOrder, decimal, OrdStatus, OrdType, Side, TimeInForce } from '@ome/domain';
import type {
  AbsorbRows,
  BrokerLink,
  Comparison,
  Difference,
  ReconcileBroker,
  StreamListener,
  UnreadableRow,
} from '@ome/engine';
import { BrokerSync } from './broker-sync';

const row = (fields: Partial<BrokerOrder> = {}): BrokerOrder => ({
  brokerOrderId: 'B1',
  tag: null,
  symbol: 'INFY',
  exchange: 'NSE',
  product: null,
  side: Side.Buy,
  ordType: OrdType.Limit,
  timeInForce: TimeInForce.Day,
  orderQty: decimal(10),
  price: decimal(100),
  stopPrice: null,
  ordStatus: OrdStatus.New,
  news: null,
  cumQty: null,
  text: null,
  transactTime: null,
  trade: null,
  ...fields,
});

const TRADES = { rows: [{ ours: { execId: 'F1' }, broker: {} }], unreadable: [] };

/** A session whose order stream and books the test controls. */
function synced({ reconcileMs = 60_000, pollMs = 60_000 } = {}) {
  let cut: () => void = () => undefined;
  let listener: StreamListener | undefined;
  const stop = new AbortController();
  const seen = {
    up: true,
    mute: false,
    changed: false,
    streams: 0,
    compared: 0,
    polled: 0,
    failures: [] as string[],
  };
  const known = new Set(['B1']);
  const compared: Comparison = { found: [], unfinished: null };
  const link = {
    name: 'flattrade',
    adoptsInto: '42' as string | null,
    isUp: () => seen.up,
    streamOrders: (opened: StreamListener, stopped: AbortSignal) => {
      seen.streams += 1;
      listener = opened;
      return new Promise<void>((resolve) => {
        cut = resolve;
        stopped.addEventListener('abort', () => resolve());
      });
    },
    trades: jest.fn().mockResolvedValue(TRADES),
  };
  const absorb = jest.fn((_link: string, { brokerOrderId, cumQty }: BrokerOrder) =>
    Promise.resolve(
      known.has(brokerOrderId)
        ? { order: { orderId: brokerOrderId }, booked: [], unbooked: cumQty, changed: seen.changed }
        : null,
    ),
  );
  const absorbTrades = jest.fn().mockResolvedValue({});
  const keepUnreadable = jest.fn().mockResolvedValue(undefined);
  const reconcile = {
    run: () => {
      seen.compared += 1;
      return seen.mute ? Promise.reject(new Error('no answer')) : Promise.resolve(compared);
    },
    compareOrders: () => {
      seen.polled += 1;
      return Promise.resolve(compared);
    },
  };
  const sync = new BrokerSync(
    link as unknown as BrokerLink,
    { absorb, absorbTrades, keepUnreadable } as unknown as AbsorbRows,
    reconcile as unknown as ReconcileBroker,
    {
      pollMs,
      reconcileMs,
      reconnectMs: 50,
      now: () => new Date(),
      onFailure: (what) => void seen.failures.push(what),
    },
  );
  const running = sync.run(stop.signal);
  return {
    seen,
    link,
    known,
    compared,
    keepUnreadable,
    absorb,
    absorbTrades,
    reconcile,
    sync,
    open: () => listener!.opened(),
    hear: (heard: BrokerOrder) => listener!.order(heard),
    hearUnreadable: (heard: UnreadableRow) => listener!.unreadable(heard),
    cut: () => cut(),
    end: async () => {
      stop.abort();
      await running;
    },
  };
}

/** Waits for a condition, for as long as the machine takes. */
async function until(condition: () => boolean): Promise<void> {
  const giveUpAt = Date.now() + 30_000;
  while (!condition()) {
    if (Date.now() > giveUpAt) throw new Error(`Never true: ${condition.toString()}`);
    await later(10);
  }
}

/** Long enough to see that something does not happen. */
const A_WHILE_MS = 400;

describe('BrokerSync', () => {
  test('reconciles at the start, and again after each gap in the stream', async () => {
    const made = synced();
    await until(() => made.seen.compared === 1);
    made.open();
    await until(() => made.seen.compared === 2);
    expect(made.sync.status.open).toBe(true);
    made.cut();
    await until(() => made.seen.streams === 2);
    expect(made.sync.status.open).toBe(false);
    made.open();
    await until(() => made.seen.compared === 3);
    await made.end();
  });

  test('keeps a frame that nobody can read, and reads the books for it', async () => {
    const made = synced();
    made.open();
    await until(() => made.seen.compared === 2);
    const frame = { why: 'A frame without a side', body: '{}' } as UnreadableRow;
    made.hearUnreadable(frame);
    await until(() => made.seen.compared === 3);
    expect(made.keepUnreadable.mock.calls).toEqual([['flattrade', [frame]]]);
    expect(made.sync.status).toMatchObject({ open: true, heardAt: expect.any(Date) });
    await made.end();
  });

  test('does not read the books again for rows that stay unreadable', async () => {
    const made = synced({ pollMs: 10 });
    made.compared.found.push({ kind: 'notCompared' } as Difference);
    made.open();
    await until(() => made.seen.compared === 2);
    await later(A_WHILE_MS);
    expect([made.seen.compared, made.seen.failures]).toEqual([2, []]);
    await made.end();
  });

  test('asks again for executions that could not be read, without waiting for the books', async () => {
    const made = synced();
    await until(() => made.seen.compared === 1);
    made.seen.mute = true;
    made.link.trades.mockRejectedValueOnce(new Error('the limits leave no room'));
    made.hear(row({ cumQty: decimal(10) }));
    await until(() => made.absorbTrades.mock.calls.length > 0);
    expect(made.link.trades).toHaveBeenCalledTimes(2);
    expect(made.seen.failures).toContain('the trade book');
    await made.end();
  });

  test('polls the order book only while the stream is down', async () => {
    const made = synced({ pollMs: 10 });
    await until(() => made.seen.polled > 0);
    made.open();
    await until(() => made.seen.compared === 2);
    const { polled } = made.seen;
    await later(A_WHILE_MS);
    expect(made.seen.polled).toBe(polled);
    await made.end();
  });

  test('does nothing while the session is down', async () => {
    const made = synced();
    await until(() => made.seen.compared === 1);
    made.seen.up = false;
    made.cut();
    await later(A_WHILE_MS);
    expect([made.seen.streams, made.seen.compared]).toEqual([1, 1]);
    await made.end();
  });

  test('books frames, and requests fills that a frame does not contain', async () => {
    const made = synced();
    made.hear(row());
    await until(() => made.absorb.mock.calls.length === 1);
    expect(made.link.trades).not.toHaveBeenCalled();
    made.hear(row({ cumQty: decimal(3) }));
    made.hear(row({ cumQty: decimal(7) }));
    await until(() => made.absorbTrades.mock.calls.length > 0);
    expect(made.absorbTrades).toHaveBeenCalledWith({ orderId: 'B1' }, TRADES);
    await made.end();
  });

  test('retries a frame that came before its broker order id', async () => {
    const made = synced();
    made.hear(row({ brokerOrderId: 'B2' }));
    await until(() => made.absorb.mock.calls.length === 1);
    made.known.add('B2');
    await until(() => made.absorb.mock.calls.length === 2);
    const heard = made.absorb.mock.results.map(({ value }) => value as Promise<object | null>);
    expect((await Promise.all(heard)).map((found) => found !== null)).toEqual([false, true]);
    await made.end();
  });

  test.each([
    ['an unknown order', { brokerOrderId: 'B2' }, false],
    ['terms that were not requested', {}, true],
  ])('reconciles after a frame that shows %s', async (_title, fields, changed) => {
    const made = synced();
    await until(() => made.seen.compared === 1);
    made.seen.changed = changed;
    made.hear(row(fields));
    await until(() => made.seen.compared === 2);
    await made.end();
  });

  test('does not poll for reports of other orders', async () => {
    const made = synced();
    made.link.adoptsInto = null;
    await until(() => made.seen.compared === 1);
    made.hear(row({ brokerOrderId: 'B2' }));
    await until(() => made.absorb.mock.calls.length === 2);
    await later(A_WHILE_MS);
    expect(made.seen.compared).toBe(1);
    await made.end();
  });

  test('completes a reconciliation, and retries an order that could not be compared', async () => {
    const made = synced({ pollMs: 50 });
    made.compared.unfinished = 'Order B1: its tag has the form of ours';
    await until(() => made.seen.compared === 3);
    expect(made.sync.status.reconciledAt).not.toBeNull();
    expect(made.seen.failures).toContain('the books');
    await made.end();
  });

  test('reconciles after a frame that could not be booked', async () => {
    const made = synced();
    await until(() => made.seen.compared === 1);
    made.absorb.mockRejectedValueOnce(new Error('no store'));
    made.hear(row());
    await until(() => made.seen.compared === 2);
    expect(made.seen.failures).toEqual(['a frame of the order stream']);
    await made.end();
  });

  test('reads the books at once when a session that ended is logged in again', async () => {
    const made = synced();
    await until(() => made.seen.compared === 1);
    const { run } = made.reconcile;
    made.reconcile.run = () => {
      made.seen.up = false;
      return Promise.reject(new Error('Nobody is logged in'));
    };
    made.open();
    await until(() => made.seen.failures.includes('the books'));
    made.reconcile.run = run;
    made.seen.up = true;
    await until(() => made.seen.compared === 2);
    await made.end();
  });

  test('retries books that could not be read', async () => {
    const made = synced({ pollMs: 50 });
    await until(() => made.seen.compared === 1);
    made.seen.mute = true;
    made.open();
    await until(() => made.seen.failures.includes('the books'));
    made.seen.mute = false;
    const before = made.seen.compared;
    await until(() => made.seen.compared > before);
    await made.end();
  });
});
