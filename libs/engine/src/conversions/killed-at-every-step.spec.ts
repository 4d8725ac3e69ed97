import { type BrokerPosition, decimal, ZERO } from '@ome/domain';
import { derivedId, nextId } from '@ome/platform';
import type { Connection } from 'mongoose';
import { MongoConversionJournal } from '../../../persistence/src/positions/mongo-conversion-journal';
import { PositionStore } from '../../../persistence/src/positions/position-store';
import { rebuildPositions } from '../../../persistence/src/positions/rebuild-positions';
import { KEY, PositionRig, TIME_ZONE } from '../../../persistence/src/testing/position-rig';
import { dropTestStore, JOURNAL_OPTIONS } from '../../../persistence/src/testing/test-store';
import { type BrokerLink, Brokers, compareNets, ConvertPosition, SettleConversions } from '..';
import { openTestStore, TestClock } from '../testing/engine-rig';
import { Crash } from '../testing/memory-baskets';

const BY_TEST = { by: 'test', requestId: 'request-1' };
/** Longer than the broker can take to act on a call. */
const SETTLED_MS = 31_000;
const HELD = { CNC: 10, MIS: 0 };
const CONVERTED = { CNC: 6, MIS: 4 };
/** More calls than a conversion and its settling take together. */
const MOST_CALLS = 30;

/** When a process dies: at which of its calls, before the call acts or right after. */
interface Death {
  atCall: number;
  afterActing: boolean;
}

/** Holds the positions, whichever process converts them. */
class Broker {
  nets = { ...HELD };
  converted = 0;

  convert = (): Promise<string> => {
    this.converted += 1;
    this.nets = { ...CONVERTED };
    return Promise.resolve('Converted');
  };
}

let connection: Connection;
let rig: PositionRig;
let clock: TestClock;
let broker: Broker;

beforeAll(async () => {
  connection = await openTestStore();
});
afterAll(() => dropTestStore(connection));
beforeEach(async () => {
  rig = new PositionRig(connection);
  await rig.clear();
  clock = new TestClock();
  broker = new Broker();
  await rig.bookOn().project(await rig.filled(10, { price: '100' }));
});

/** One process: every call of a port may be the one at which it dies. */
class EngineProcess {
  calls = 0;
  private readonly link: BrokerLink;
  private readonly converting: ConvertPosition;
  private readonly settling: SettleConversions;

  constructor(private readonly death: Death | null = null) {
    const link = { name: 'rest', session: 'U1', route: 'rest-U1', accounts: null };
    this.link = this.mortal({ ...link, adoptsInto: '42', convert: broker.convert }) as never;
    const journal = this.mortal(new MongoConversionJournal(connection, TIME_ZONE, JOURNAL_OPTIONS));
    const positions = this.mortal(rig.queries);
    const announcer = this.mortal({ announce: () => Promise.resolve() });
    const ids = { next: nextId, derive: derivedId };
    const brokers = new Brokers([this.link]);
    this.converting = new ConvertPosition(brokers, journal, positions, announcer, ids, clock);
    this.settling = new SettleConversions(journal, this.converting, positions, ids, clock);
  }

  convert(): Promise<string> {
    const [side, positionType] = ['BUY', 'DAY'] as const;
    const asked = { exchange: 'NSE', symbol: 'ACME', side, quantity: decimal(4), positionType };
    const products = { fromProduct: 'CNC', toProduct: 'MIS' };
    return this.converting.execute(
      this.link,
      '42',
      { ...asked, ...products },
      BY_TEST,
      () => 'unknown',
      null,
    );
  }

  async settle(): Promise<void> {
    const nets = async () => {
      const ours = await rig.queries.find({ link: 'rest' });
      const rows = Object.entries(broker.nets).map(([product, net]) => ({
        ours: { ...KEY, product, netQty: decimal(net) } as unknown as BrokerPosition,
        broker: {},
      }));
      return compareNets(
        ours.map(({ position, ...key }) => ({ ...key, netQty: position.netQty, carried: ZERO })),
        { rows, unreadable: [] },
      );
    };
    await this.settling.run(this.link, await nets(), nets);
  }

  /** A dead process makes no further call. */
  private mortal<T extends object>(port: T): T {
    return new Proxy(port, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name);
        if (typeof value !== 'function') return value;
        return async (...args: unknown[]) => {
          this.calls += 1;
          const call = this.calls;
          const { atCall, afterActing } = this.death ?? { atCall: Infinity, afterActing: false };
          if (call > atCall || (call === atCall && !afterActing)) throw new Crash();
          const result: unknown = await (value as (...given: unknown[]) => unknown).apply(
            target,
            args,
          );
          if (call === atCall) throw new Crash();
          return result;
        };
      },
    });
  }
}

/** What is held by product, and how often a conversion is in the journal. */
async function booked(): Promise<object> {
  const found = await rig.queries.find({ account: '42' });
  const nets = Object.fromEntries(
    found.map(({ product, position }) => [product ?? 'CNC', Number(position.netQty)]),
  );
  const converted = await rig.collection('conversion_events').countDocuments({ type: 'Converted' });
  return { nets: { ...HELD, ...nets }, converted };
}

const atBroker = (): object => ({ nets: broker.nets, converted: broker.converted });

async function expectRebuilt(): Promise<void> {
  const { differences } = await rebuildPositions(connection, { timeZone: TIME_ZONE, graceMs: 0 });
  expect(differences.shown).toEqual([]);
}

/** What the processes after it make of it: the second and the third find nothing left to do. */
async function expectSettledByOthers(): Promise<void> {
  clock.aheadMs += SETTLED_MS;
  for (let round = 0; round < 3; round += 1) await new EngineProcess().settle();
  expect(await booked()).toEqual(atBroker());
  await expectRebuilt();
}

const DEATHS = Array.from({ length: MOST_CALLS }, (_, index) => index + 1).flatMap((atCall) =>
  [false, true].map((afterActing): Death => ({ atCall, afterActing })),
);

test('a conversion whose process is killed at any of its calls is booked as the broker did it', async () => {
  const outcomes = new Set<number>();
  for (const death of DEATHS) {
    await restart();
    const dying = new EngineProcess(death);
    const died = await dying.convert().then(
      () => false,
      () => true,
    );
    outcomes.add(broker.converted);
    await expectSettledByOthers();
    if (!died && dying.calls < death.atCall) break;
  }
  expect(outcomes).toEqual(new Set([0, 1]));
});

test('a settling that is killed at any of its calls is completed by another, once', async () => {
  for (const death of DEATHS) {
    await restart();
    // The broker has acted, and nothing more than the request is journalled.
    await new EngineProcess({ atCall: 2, afterActing: true }).convert().catch(() => undefined);
    expect(broker.converted).toBe(1);
    clock.aheadMs += SETTLED_MS;
    const dying = new EngineProcess(death);
    await dying.settle().catch(() => undefined);
    await expectSettledByOthers();
    if (dying.calls < death.atCall) break;
  }
});

test('a process that is killed between the event and the positions leaves neither', async () => {
  const write = jest.spyOn(PositionStore.prototype as never, 'write' as never);
  write.mockImplementation((() => Promise.reject(new Crash())) as never);
  await expect(new EngineProcess().convert()).rejects.toThrow(Crash);
  write.mockRestore();
  expect(await booked()).toEqual({ nets: HELD, converted: 0 });
  await expectSettledByOthers();
  expect(broker.converted).toBe(1);
});

async function restart(): Promise<void> {
  await rig.clear();
  broker = new Broker();
  await rig.bookOn().project(await rig.filled(10, { price: '100' }));
}
