import { decimal, EMPTY_LINE, EVERYTHING, NO_POSITION, type NettedIn, ZERO } from '@ome/domain';
import type { Connection } from 'mongoose';
import { QueryMonitor } from '../testing/query-monitor';
import { dropTestStore, namesOf, openTestStore } from '../testing/test-store';
import { CurrentPositions } from './current-positions';
import { type Keyed, positionDocument, positionId } from './position.document';
import { PositionQueries } from './position-queries';

const EVER_HELD = 1_000;
const OPEN = 4;
const ACCOUNT = 'veteran';
const keyOf = (account: string, index: number) => ({
  account,
  exchange: 'NSE',
  symbol: `SYMBOL-${index}`,
  product: 'MIS',
  link: 'rest',
});

describe('an account with a long history of positions', () => {
  let connection: Connection;
  let monitor: QueryMonitor;
  let queries: PositionQueries;

  beforeAll(async () => {
    connection = await openTestStore({ monitorCommands: true });
    monitor = new QueryMonitor(connection);
    const db = connection.db!;
    const positions = db.collection<Keyed>('positions');
    queries = new PositionQueries(positions, db.collection('position_days'), namesOf(db));
    const position = (account: string, index: number) =>
      positionDocument({
        key: keyOf(account, index),
        position: { ...NO_POSITION, netQty: index < OPEN ? decimal(1) : ZERO },
        line: EMPTY_LINE,
        version: 1,
        updatedAt: new Date(),
      });
    const held = Array.from({ length: EVER_HELD }, (_, index) => [
      position(ACCOUNT, index),
      position(`other-${index}`, 0),
    ]);
    await positions.insertMany(held.flat());
  });
  afterAll(() => dropTestStore(connection));

  /** How many positions the work examined at most in one query. */
  async function examined(work: () => Promise<unknown>): Promise<number> {
    monitor.take();
    await work();
    const sent = monitor.take().filter(({ collection }) => collection === 'positions');
    expect(sent).not.toEqual([]);
    const costs = await Promise.all(sent.map((query) => monitor.explain(query)));
    for (const { stages } of costs) expect(stages).not.toContain('SORT');
    return Math.max(...costs.map((cost) => cost.examined));
  }

  test('what is open is read alone', async () => {
    let found: unknown[] = [];
    const cost = await examined(async () => {
      found = await queries.find({ account: ACCOUNT, open: true });
    });
    expect(found).toHaveLength(OPEN);
    expect(cost).toBe(OPEN);
    const page = () => queries.page(EVERYTHING, { account: ACCOUNT, open: true }, null, OPEN);
    expect(await examined(page)).toBe(OPEN);
  });

  test.each([[{}], [{ open: true }], [{ product: 'MIS', link: 'rest' }]])(
    'one symbol with %j is read alone',
    async (more) => {
      const { account, exchange, symbol } = keyOf(ACCOUNT, 1);
      const find = () => queries.find({ account, exchange, symbol, ...more });
      expect(await examined(find)).toBeLessThanOrEqual(OPEN);
    },
  );

  test('positions that are named are read alone, flat or not', async () => {
    const ids = [OPEN, 0].map((index) => positionId(keyOf(ACCOUNT, index)));
    let found: { id: string }[] = [];
    const cost = await examined(async () => {
      found = await queries.byIds([...ids, 'nothing']);
    });
    expect(found.map(({ id }) => id).sort()).toEqual([...ids].sort());
    expect(cost).toBe(ids.length);
  });

  test('whether an order reduces is decided by what is open', async () => {
    const feed = { page: () => Promise.resolve({ entries: [], isEnd: true }) };
    const cursors = { load: () => Promise.resolve({ cursor: '' }) };
    const current = new CurrentPositions(connection.db!, feed as never, cursors as never, {
      project: () => Promise.resolve([]),
    });
    const netted: NettedIn = keyOf(ACCOUNT, 1);
    let netQty = ZERO;
    const cost = await examined(async () => {
      netQty = await current.netQty(ACCOUNT, netted);
    });
    expect(netQty.toFixed()).toBe('1');
    expect(cost).toBe(OPEN);
  });
});
