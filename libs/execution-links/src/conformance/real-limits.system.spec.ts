import { decimal, type Order } from '@ome/domain';
import type { CallKind } from '@ome/engine';
import { RateLimits } from '../../../../apps/simulator/src/brokers/rate-limits';
import { SimulatedBrokers } from '../../../../apps/simulator/src/brokers/simulated-broker';
import { SIMULATED_BROKERS } from '../../../../apps/simulator/src/simulated-brokers';
import type { SimulatorConfig } from '../../../../apps/simulator/src/simulator.config';
import { Harness } from '../../../../apps/simulator/src/testing/harness';
import { aCommand, anOrder, aRequest } from '../testing/link-requests';
import { type LimitedProcess, LimitedSession } from './testing/limited-session';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const MINUTES = 3;
const STEP_MS = 100;
/** A tenth of every limit is reserved for cancels: these are no more than that. */
const CANCEL_EVERY_MS = 20_000;
/** Of what the settings allow. */
const LEAST_SHARE = 0.85;

/** What the settings allow a minute by default; Breeze counts all calls together. */
const ALLOWED = {
  flattrade: [
    { calls: ['requests'], aMinute: 38 },
    { calls: ['lookups'], aMinute: 110 },
  ],
  breeze: [{ calls: ['requests', 'lookups'], aMinute: 95 }],
} as const;

let orders = 0;

function nextOrder(): Order {
  orders += 1;
  const orderId = String(orders).padStart(24, '0');
  const orderQty = decimal(65 * orders);
  const symbol = 'NIFTY20OCT26C25000';
  return anOrder({ orderId, clOrdId: orderId, exchange: 'NFO', symbol, orderQty });
}

function cancelOf(order: Order): Order {
  const clOrdId = `${order.orderId}-2`;
  const cancel = aCommand(order, { kind: 'cancel', clOrdId, terms: null });
  return { ...order, commands: [...order.commands, cancel] };
}

describe.each(['flattrade', 'breeze'] as const)('the real limits of %s', (broker) => {
  let session: LimitedSession;
  let sim: Harness;

  beforeEach(async () => {
    session = new LimitedSession(broker);
    const { account, clock } = session;
    sim = await Harness.start(1, { brokers: [account], limitFactor: 1 }, clock);
    session.start(sim.url);
    await session.logIn();
    await sim.call('PUT', '/control', { behaviour: 'rest' });
    // No order is refused for want of money.
    const funds = `/control/brokers/${broker}/users/${account.userId}/funds`;
    expect(await sim.call('PUT', funds, { cash: '1000000000000' })).toMatchObject({ status: 204 });
  });
  afterEach(async () => {
    await session.stop();
    await sim.stop();
  });

  /** Sends the last command of an order now or not at all; returns its number if it was sent. */
  async function tried({ link }: LimitedProcess, order: Order): Promise<string | null> {
    const command = order.commands.at(-1)!;
    if (!(await link.admit(order, command)).admitted) return null;
    const sendBy = session.clock.now();
    const sent = await link.send(aRequest(order, { command, tag: link.tag(command, 1), sendBy }));
    if (sent.outcome === 'accepted') return sent.brokerOrderId;
    expect(sent).toMatchObject({ outcome: 'notSent' });
    return null;
  }

  /** As many orders and reads as the limits allow now. */
  async function beGreedy(each: LimitedProcess, open: Order[]): Promise<void> {
    let order = nextOrder();
    let brokerOrderId = await tried(each, order);
    for (; brokerOrderId !== null; brokerOrderId = await tried(each, order)) {
      open.push({ ...order, brokerOrderId });
      order = nextOrder();
    }
    while ((await each.budget.delayMs('read')) === 0) await each.link.holdings();
  }

  test('hold for minutes of greedy processes; cancels are sent at once; little is left unused', async () => {
    const { clock, processes } = session;
    const open: Order[] = [];
    for (let ms = 0; ms < MINUTES * MINUTE_MS; ms += STEP_MS) {
      for (const each of processes) await beGreedy(each, open);
      if (ms % CANCEL_EVERY_MS === 0) {
        expect(await tried(processes[1], cancelOf(open.shift()!))).not.toBeNull();
      }
      clock.advance(STEP_MS);
    }

    const { fronts, limits, limitsExceeded } = await sim.summary();
    expect(limitsExceeded).toBe(0);
    for (const { highest, limit } of limits) expect(highest).toBeLessThanOrEqual(limit);
    for (const { calls, aMinute } of ALLOWED[broker]) {
      const made = calls.reduce((sum, what) => sum + fronts[broker][what], 0);
      expect(made).toBeGreaterThan(LEAST_SHARE * MINUTES * aMinute);
    }
  }, 120_000);

  test('hold when processes send at the same moment', async () => {
    const { clock, processes } = session;
    for (let ms = 0; ms < MINUTE_MS; ms += 500) {
      await Promise.all(Array.from({ length: 12 }, (_, n) => tried(processes[n % 2], nextOrder())));
      clock.advance(500);
    }
    const { fronts, limitsExceeded } = await sim.summary();
    expect(limitsExceeded).toBe(0);
    expect(fronts[broker].orders).toBe(fronts[broker].requests);
    expect(fronts[broker].orders).toBeGreaterThan(0);
  }, 60_000);
});

test.each(['flattrade', 'breeze'] as const)(
  'the limits of %s hold however late calls arrive, as in the first burst of a cold process',
  async (name) => {
    const session = new LimitedSession(name);
    const { account, clock, processes } = session;
    session.start('http://127.0.0.1:9');
    const broker = new RateLimits(
      { limitFactor: 1 } as SimulatorConfig,
      clock,
      new SimulatedBrokers(SIMULATED_BROKERS),
    );
    const underWay: { arrives: number; isOver: number; over: () => void }[] = [];
    let arrived = 0;
    for (let ms = 0; ms < MINUTE_MS; ms += 50) {
      for (const { budget } of processes) {
        const call = await budget.take('order', clock.now());
        if (!call) continue;
        // Those of one second arrive together with those of the next.
        const arrives = Math.ceil((ms + 1) / 1_000) * 1_000 + (ms % 300);
        underWay.push({ arrives, isOver: arrives + 50, over: () => call.over() });
      }
      for (const call of underWay) {
        if (call.arrives === ms) {
          arrived += 1;
          expect(broker.take(account, 'order')).toBeNull();
        }
        if (call.isOver === ms) call.over();
      }
      clock.advance(50);
    }
    expect(arrived).toBeGreaterThan(30);
    await session.stop();
  },
  60_000,
);

test('the daily limit at Breeze holds, and cancels go on when orders and reads may not', async () => {
  const session = new LimitedSession('breeze');
  const { account, clock, processes } = session;
  session.start('http://127.0.0.1:9');
  const broker = new RateLimits(
    { limitFactor: 1 } as SimulatorConfig,
    clock,
    new SimulatedBrokers(SIMULATED_BROKERS),
  );
  const made = { order: 0, read: 0, cancel: 0 };
  /** As many calls of a kind as the limits allow now. */
  const take = async (kind: CallKind) => {
    for (const { budget } of processes) {
      for (;;) {
        const call = await budget.take(kind, clock.now());
        if (!call) break;
        made[kind] += 1;
        expect(broker.take(account, kind === 'read' ? 'other' : 'order')).toBeNull();
        call.over();
      }
    }
  };
  const aDayOf = async (kind: CallKind) => {
    for (let minute = 0; minute < 60; minute += 1) {
      for (let second = 0; second < 12; second += 1, clock.advance(1_000)) await take(kind);
      clock.advance(MINUTE_MS - 12_000);
    }
  };
  await aDayOf('read');
  expect(made).toEqual({ order: 0, read: 3_920, cancel: 0 });
  await aDayOf('order');
  expect(made).toEqual({ order: 490, read: 3_920, cancel: 0 });
  await aDayOf('cancel');
  expect(made).toEqual({ order: 490, read: 3_920, cancel: 490 });

  clock.advance(DAY_MS);
  await take('order');
  expect(made.order).toBeGreaterThan(490);
  await session.stop();
}, 120_000);
