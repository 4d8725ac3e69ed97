import { type BrokerPosition, decimal, type HeldShares, ZERO } from '@ome/domain';
import { Brokers, EventFeed, PositionProjector } from '@ome/engine';
import { BrokerFault } from '@ome/execution-links';
import { net } from '../../../../libs/engine/src/testing/broker-rows';
import { type Json, TestApi } from '../testing/test-api';

const SESSION = { userId: 'FT012345', apiKey: 'key-of-spec', apiSecret: 'secret-of-spec' };
const YESTERDAY = new Date(Date.now() - 86_400_000);

/** Every position is one of its own: each test has a symbol. */
let symbols = 0;
const aSymbol = () => `H${(symbols += 1)}`;

describe('closing shares that were bought before today, and are in the holdings of the broker', () => {
  let api: TestApi;
  let executions = 0;
  let book: BrokerPosition[];
  /** What the holdings have, or why they cannot be read. */
  let shares: HeldShares[] | Error;

  beforeAll(async () => {
    api = await TestApi.start({
      FLATTRADE_ACCOUNTS: JSON.stringify([{ ...SESSION, accounts: ['42', '43'] }]),
    });
    const broker = api.app.get(Brokers).session('flattrade', '42')!;
    const bookOf = <T>(list: T[]) =>
      Promise.resolve({ rows: list.map((ours) => ({ ours, broker: {} })), unreadable: [] });
    jest.spyOn(broker, 'positions').mockImplementation(() => bookOf(book));
    jest
      .spyOn(broker, 'heldShares')
      .mockImplementation(() =>
        shares instanceof Error ? Promise.reject(shares) : bookOf(shares),
      );
  });
  afterAll(() => api.stop());
  beforeEach(() => {
    book = [];
    shares = [];
  });

  const holds = (symbol: string, netQty: number) =>
    book.push(net(netQty, { symbol, product: 'CNC' }));

  async function traded(quantity: number, key: object, transactTime: Date | null): Promise<void> {
    const { orderId } = await api.place({ side: 'BUY', quantity, price: '10', ...key });
    executions += 1;
    const amounts = { lastQty: decimal(quantity), lastPx: decimal(10), transactTime };
    const trade = { kind: 'Trade', execId: `H${executions}`, ...amounts } as const;
    await api.reportFrom('flattrade', orderId, trade);
    const { entries } = await api.app.get(EventFeed).page(null, 10_000);
    await api.app.get(PositionProjector).project(entries);
  }

  async function bought(account = '42', symbol = aSymbol(), fields: object = {}) {
    const key = { account, symbol, link: 'flattrade', ...fields };
    await traded(10, key, YESTERDAY);
    return key;
  }

  const inHoldings = (symbol: string, free: number, fields: Partial<HeldShares> = {}) => {
    const names = ['NSE', 'BSE'].map((exchange) => ({ exchange, symbol }));
    const owned = decimal(free);
    if (shares instanceof Error) throw shares;
    shares.push({ names, owned, free: owned, used: ZERO, arriving: ZERO, ...fields });
  };

  const close = (body: object) => api.post('/positions/close', { exchange: 'NSE', ...body });
  const closeAll = async (body: object): Promise<Json[]> =>
    (await api.post('/positions/close-all', body)).body.items;

  test.each([
    ['all of them', 10, {}, '10'],
    ['some of them', 4, {}, '4'],
    ['those that are not blocked', 10, { used: decimal(7) }, '3'],
    ['those that are not pledged', 6, { owned: decimal(10) }, '6'],
  ])('%s', async (_title, free, fields, quantity) => {
    const key = await bought();
    inHoldings(key.symbol, free, fields);
    expect((await close(key)).body).toMatchObject({
      outcome: 'closing',
      brokerNetQty: quantity,
      orders: [{ side: 'SELL', orderQty: quantity }],
    });
  });

  test('less what was sold of them today elsewhere, however many more the client has', async () => {
    const key = await bought();
    inHoldings(key.symbol, 1_000, { used: decimal(10) });
    holds(key.symbol, -10);
    expect((await close(key)).body.outcome).toBe('notHeld');
  });

  test('together with those of today', async () => {
    const key = await bought();
    await traded(5, key, null);
    holds(key.symbol, 5);
    inHoldings(key.symbol, 10);
    expect((await close(key)).body.orders).toMatchObject([{ orderQty: '15' }]);
  });

  test('by close-all, of each account that carried some', async () => {
    const { symbol } = await bought('42');
    await bought('43', symbol);
    inHoldings(symbol, 15);
    const closed = [await closeAll({ account: '42' }), await closeAll({ account: '43' })];
    const of = (items: Json[]) => items.find((item) => item.symbol === symbol).orders;
    expect(closed.map((items) => of(items)[0].orderQty)).toEqual(['10', '5']);
  });

  test('not of another product', async () => {
    const key = await bought('42', aSymbol(), { product: 'MIS' });
    inHoldings(key.symbol, 10);
    expect((await close(key)).body.outcome).toBe('notHeld');
  });

  test('not while the holdings cannot be read, which hold up nothing else', async () => {
    const key = await bought();
    const today = { account: '42', symbol: aSymbol(), link: 'flattrade' };
    await traded(10, today, null);
    holds(today.symbol, 10);
    shares = new BrokerFault('unknown', 'No holdings');
    const { status, body } = await close(key);
    expect([status, body.code]).toEqual([503, 'BROKER_UNREAD']);
    expect(body.detail).toContain('No holdings');
    expect((await close(today)).body.orders).toMatchObject([{ orderQty: '10' }]);
  });
});
