import { type BrokerPosition, decimal, Side, ZERO } from '@ome/domain';
import { derivedId, nextId } from '@ome/platform';
import type { Connection } from 'mongoose';
import { MongoConversionJournal } from '../../../persistence/src/positions/mongo-conversion-journal';
import { rebuildPositions } from '../../../persistence/src/positions/rebuild-positions';
import { JOURNAL_OPTIONS } from '../../../persistence/src/testing/test-store';
import { KEY, PositionRig, TIME_ZONE } from '../../../persistence/src/testing/position-rig';
import {
  type BrokerLink,
  Brokers,
  compareNets,
  ConvertPosition,
  type Difference,
  type PositionConversion,
  SameProduct,
  SettleConversions,
  type UnreadableRow,
} from '..';
import { openTestStore, TestClock } from '../testing/engine-rig';

const BY_TEST = { by: 'test', requestId: 'request-1' };
const REQUESTED: PositionConversion = {
  exchange: 'NSE',
  symbol: 'ACME',
  side: 'BUY',
  quantity: decimal(4),
  fromProduct: 'CNC',
  toProduct: 'MIS',
  positionType: 'DAY',
};

/** A broker whose positions a test sets, for every account. */
class WrittenBroker {
  readonly name = 'rest';
  readonly session = 'U1';
  readonly route = 'rest-U1';
  readonly accounts = null;
  adoptsInto: string | null = '42';
  nets: Record<string, number> = {};
  unreadable: UnreadableRow[] = [];
  convert: () => Promise<string> = () => Promise.resolve('Converted');

  positions = () => {
    const rows = Object.entries(this.nets).map(([product, netQty]) => ({
      ours: { ...KEY, product, netQty: decimal(netQty) } as unknown as BrokerPosition,
      broker: {},
    }));
    return Promise.resolve({ rows, unreadable: this.unreadable });
  };
}

describe('conversions of product', () => {
  let connection: Connection;
  let rig: PositionRig;
  let broker: WrittenBroker;
  let clock: TestClock;
  let converting: ConvertPosition;
  let settling: SettleConversions;
  let journal: MongoConversionJournal;
  let announced: string[];

  beforeAll(async () => {
    connection = await openTestStore();
  });
  afterAll(async () => {
    await connection.dropDatabase();
    await connection.close();
  });
  beforeEach(async () => {
    rig = new PositionRig(connection);
    await rig.clear();
    broker = new WrittenBroker();
    clock = new TestClock();
    announced = [];
    const brokers = new Brokers([broker as unknown as BrokerLink]);
    const announcer = {
      announce: (positions: readonly { product: string | null }[]) => {
        announced.push(...positions.map(({ product }) => product ?? 'none'));
        return Promise.resolve();
      },
    };
    journal = new MongoConversionJournal(connection, TIME_ZONE, JOURNAL_OPTIONS);
    const ids = { next: nextId, derive: derivedId };
    converting = new ConvertPosition(brokers, journal, rig.queries, announcer, ids, clock);
    settling = new SettleConversions(journal, converting, rig.queries, ids, clock);
    // Ten bought at 100, by an order that names no product.
    await rig.bookOn().project(await rig.filled(10, { price: '100' }));
  });

  const link = () => broker as unknown as BrokerLink;
  const convert = (fault: 'refused' | 'unknown' = 'refused', key: string | null = null) =>
    converting.execute(link(), '42', REQUESTED, BY_TEST, () => fault, key);

  async function shown(account = '42'): Promise<string[]> {
    const found = await rig.queries.find({ account });
    return found.map(
      ({ product, position: { netQty, cost, spent } }) =>
        `${product} ${netQty.toFixed()} for ${cost.toFixed()}, realized ${cost.minus(spent).toFixed()}`,
    );
  }

  const nets = async () => {
    const ours = await rig.queries.find({ link: 'rest' });
    return compareNets(
      ours.map(({ position, ...key }) => ({ ...key, netQty: position.netQty, carried: ZERO })),
      await broker.positions(),
    );
  };
  const settle = async (): Promise<Difference[]> => settling.run(link(), await nets(), nets);

  const UNTOUCHED = ['null 10 for 1000, realized 0'];
  const CONVERTED = ['MIS 4 for 400, realized 0', 'null 6 for 600, realized 0'];

  async function expectRebuilt(): Promise<void> {
    const before = await shown();
    const options = { timeZone: TIME_ZONE, graceMs: 0 };
    expect((await rebuildPositions(connection, options)).differences.shown).toEqual([]);
    await rig.collection('positions').deleteMany({});
    await rig.collection('position_days').deleteMany({});
    await rebuildPositions(connection, options);
    expect(await shown()).toEqual(before);
  }

  test('move both positions at once, and a rebuild gives the same', async () => {
    expect(await convert()).toBe('Converted');
    expect(await shown()).toEqual(CONVERTED);
    expect(announced.sort()).toEqual(['MIS', 'none']);
    await expectRebuilt();
  });

  test('into what it is are refused before the broker is asked', async () => {
    broker.convert = () => Promise.reject(new Error('It was asked'));
    for (const toProduct of ['CNC', 'cnc', 'CASH']) {
      const converted = converting.execute(
        link(),
        '42',
        { ...REQUESTED, toProduct },
        BY_TEST,
        () => 'refused',
        null,
      );
      await expect(converted).rejects.toThrow(SameProduct);
    }
    expect(await shown()).toEqual(UNTOUCHED);
  });

  const convertOf = (account: string, asked: Partial<PositionConversion> = {}) =>
    converting.execute(link(), account, { ...REQUESTED, ...asked }, BY_TEST, () => 'refused', null);

  test("asked for by the session's own code are of the only account that holds as much", async () => {
    await convertOf('U1');
    expect(await shown()).toEqual(CONVERTED);
  });

  test('asked for by that code need the account named where several hold as much', async () => {
    await rig.bookOn().project(await rig.filled(10, { price: '100', account: '43' }));
    await expect(convertOf('U1')).rejects.toThrow('name the account that holds it');
    (broker as { accounts: string[] | null }).accounts = ['43'];
    await convertOf('U1');
    expect(await shown('43')).toEqual(['MIS 4 for 400, realized 0', 'null 6 for 600, realized 0']);
  });

  test('of a short move it as a short', async () => {
    await rig.bookOn().project(await rig.filled(30, { price: '100', side: Side.Sell }));
    await convertOf('42', { side: 'SELL' });
    expect(await shown()).toEqual([
      'MIS -4 for -400, realized 0',
      'null -16 for -1600, realized 0',
    ]);
  });

  test('that the broker refuses without a word move nothing', async () => {
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- as libraries may
    broker.convert = () => Promise.reject('no');
    await expect(convert()).rejects.toBe('no');
    expect(await shown()).toEqual(UNTOUCHED);
  });

  test('that the broker refuses move nothing', async () => {
    broker.convert = () => Promise.reject(new Error('No such position'));
    await expect(convert()).rejects.toThrow('No such position');
    expect(await shown()).toEqual(UNTOUCHED);
    expect(await journal.pending({ link: 'rest', session: 'U1' })).toEqual([]);
  });

  test('with a lost answer are settled by the positions of the broker, once', async () => {
    broker.convert = () => Promise.reject(new Error('Timeout'));
    await expect(convert('unknown')).rejects.toThrow('Timeout');
    broker.nets = { CNC: 6, MIS: 4 };
    expect(await settle()).toEqual([]);
    clock.aheadMs += 31_000;
    expect(await settle()).toMatchObject([{ kind: 'booked', product: 'MIS' }]);
    expect(await shown()).toEqual(CONVERTED);
    expect(await settle()).toEqual([]);
    await expectRebuilt();
  });

  test('repeated under their key ask the broker once, and say what became of it', async () => {
    let asked = 0;
    const answering = (text: string) => () => {
      asked += 1;
      return Promise.reject(new Error(text));
    };
    broker.convert = answering('Timeout');
    await expect(convert('unknown', 'a')).rejects.toThrow('Timeout');
    await expect(convert('unknown', 'a')).rejects.toThrow('whose outcome is not known yet');
    broker.nets = { CNC: 6, MIS: 4 };
    clock.aheadMs += 31_000;
    await settle();
    expect(await convert('unknown', 'a')).toContain('Converted before');
    expect(asked).toBe(1);
    expect(await shown()).toEqual(CONVERTED);

    broker.convert = answering('No such position');
    await expect(convert('refused', 'b')).rejects.toThrow('No such position');
    await expect(convert('refused', 'b')).rejects.toThrow('was refused (No such position)');
    expect(asked).toBe(2);
    await expect(convert()).rejects.toThrow('No such position');
    expect(asked).toBe(3);
  });

  test('repeated by the code of the session when nobody holds it any more are answered all the same', async () => {
    const all = { ...REQUESTED, quantity: decimal(10) };
    const convertAll = (asked = all) =>
      converting.execute(link(), 'U1', asked, BY_TEST, () => 'refused', 'c');
    expect(await convertAll()).toBe('Converted');
    expect(await convertAll()).toContain('Converted before');
    await expect(convertAll({ ...all, quantity: decimal(9) })).rejects.toThrow(
      'another conversion',
    );
    expect(await shown()).toContain('MIS 10 for 1000, realized 0');
  });

  test('that never happened are given up', async () => {
    broker.convert = () => Promise.reject(new Error('Timeout'));
    await expect(convert('unknown')).rejects.toThrow('Timeout');
    broker.nets = { CNC: 10 };
    clock.aheadMs += 31_000;
    expect(await settle()).toEqual([]);
    expect(await shown()).toEqual(UNTOUCHED);
    expect(await journal.pending({ link: 'rest', session: 'U1' })).toEqual([]);
  });

  test('are pending without an outcome, however long ago and however many came after', async () => {
    const request = {
      ...KEY,
      origin: 'client' as const,
      session: 'U1',
      quantity: decimal(4),
      price: null,
      fromProduct: 'CNC',
      toProduct: 'MIS',
      by: null,
      requestId: null,
    };
    const ask = async (minute: number) => {
      const at = new Date(Date.parse('2026-01-05T04:00:00Z') + minute * 60_000);
      const conversion = { ...request, conversionId: nextId(), at };
      await journal.request(conversion);
      return conversion;
    };
    const [first] = [await ask(0), await ask(1)];
    const others = await Promise.all(Array.from({ length: 250 }, (_, at) => ask(at + 2)));
    await Promise.all(others.slice(1).map((each) => journal.refuse(each, 'No')));
    const pending = async () =>
      (await journal.pending({ link: 'rest', session: 'U1' })).map(
        ({ conversionId }) => conversionId,
      );
    expect(await pending()).toHaveLength(3);
    await journal.refuse(others[0], 'No');
    const [oldest] = await pending();
    expect({ oldest, count: (await pending()).length }).toEqual({
      oldest: first.conversionId,
      count: 2,
    });
  });

  test('made at the broker are taken over, however many observe them', async () => {
    broker.nets = { CNC: 6, MIS: 4 };
    const seen = await nets();
    const stale = () => Promise.resolve(seen);
    await Promise.all([settling.run(link(), seen, stale), settling.run(link(), seen, stale)]);
    expect(await shown()).toEqual(CONVERTED);
    await expectRebuilt();
  });

  test('made there in part from each holder are divided among the holders', async () => {
    await rig.bookOn().project(await rig.filled(5, { price: '100', account: '43' }));
    broker.nets = { CNC: 3, MIS: 12 };
    expect(await settle()).toHaveLength(2);
    expect(await shown()).toEqual(['MIS 10 for 1000, realized 0', 'null 0 for 0, realized 0']);
    expect(await shown('43')).toEqual(['MIS 2 for 200, realized 0', 'null 3 for 300, realized 0']);
    expect(await settle()).toEqual([]);
    await expectRebuilt();
  });

  test('made there of a position that was traded since are still taken over', async () => {
    broker.nets = { CNC: 13, MIS: -3 };
    expect(await settle()).toHaveLength(1);
    expect(await shown()).toEqual(['MIS -3 for -300, realized 0', 'null 13 for 1300, realized 0']);
    expect(await settle()).toEqual([]);
    await expectRebuilt();
  });

  test('whose process died after the answer of the broker are booked by another, once', async () => {
    jest.spyOn(journal, 'convert').mockRejectedValueOnce(new Error('Killed'));
    await expect(convert()).rejects.toThrow('Killed');
    expect(await shown()).toEqual(UNTOUCHED);
    broker.nets = { CNC: 6, MIS: 4 };
    clock.aheadMs += 31_000;
    await Promise.all([settle(), settle()]);
    expect(await shown()).toEqual(CONVERTED);
    expect(await settle()).toEqual([]);
    await expectRebuilt();
  });

  test('made there are only reported if the session says so', async () => {
    broker.adoptsInto = null;
    broker.nets = { CNC: 6, MIS: 4 };
    expect(await settle()).toEqual([]);
    expect(await shown()).toEqual(UNTOUCHED);
  });

  test('of a position whose row cannot be read are not taken for refused', async () => {
    broker.convert = () => Promise.reject(new Error('timeout'));
    await expect(convert('unknown')).rejects.toThrow('timeout');
    clock.aheadMs += 60_000;
    broker.nets = { CNC: 10 };
    const odd = { symbol: null, exchange: null, why: 'odd' } as UnreadableRow;
    broker.unreadable = [odd];
    expect(await settle()).toEqual([]);
    broker.unreadable = [{ ...odd, symbol: 'ACME', exchange: 'NSE' }];
    expect(await settle()).toEqual([]);
    broker.nets = { CNC: 6, MIS: 4 };
    broker.unreadable = [];
    expect(await settle()).toMatchObject([{ kind: 'booked' }]);
    expect(await shown()).toEqual(CONVERTED);
  });

  test('that were unbooked fills are none', async () => {
    broker.nets = { CNC: 6, MIS: 4 };
    const seen = await nets();
    broker.nets = { CNC: 6, MIS: 5 };
    expect(await settling.run(link(), seen, nets)).toEqual([]);
    expect(await shown()).toEqual(UNTOUCHED);
  });

  test('stay unchanged when an earlier fill arrives late', async () => {
    await convert();
    const at = new Date(Date.now() - 3_600_000);
    await rig.bookOn().project(await rig.filled(10, { price: '200', at }));
    // The four moved at 100 each: their cost is neither profit nor loss.
    expect(await shown()).toEqual(['MIS 4 for 400, realized 0', 'null 16 for 2600, realized 0']);
    await expectRebuilt();
  });
});
