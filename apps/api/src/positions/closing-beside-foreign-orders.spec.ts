import { type BrokerOrder, type BrokerPosition, decimal, OrdStatus, Side } from '@ome/domain';
import { Brokers, EventFeed, PositionProjector } from '@ome/engine';
import { net, row } from '../../../../libs/engine/src/testing/broker-rows';
import { type Json, TestApi } from '../testing/test-api';

/** A session that only reports what is placed in the broker's own app. */
const SESSION = {
  userId: 'FT012345',
  apiKey: 'key-of-spec',
  apiSecret: 'secret-of-spec',
  accounts: ['reported'],
  foreignOrders: 'report',
};
const account = 'reported';
const link = 'flattrade';

let api: TestApi;
let resting: BrokerOrder[] = [];
let book: BrokerPosition[] = [];
/** Every position is one of its own: each test has a symbol. */
let symbols = 0;
const aSymbol = () => `S${(symbols += 1)}`;

beforeAll(async () => {
  api = await TestApi.start({ FLATTRADE_ACCOUNTS: JSON.stringify([SESSION]), CLOSE_WAIT_MS: '0' });
  const broker = api.app.get(Brokers).session(link, account)!;
  const rows =
    <T>(all: () => T[]) =>
    () =>
      Promise.resolve({ rows: all().map((ours) => ({ ours, broker: {} })), unreadable: [] });
  jest.spyOn(broker, 'positions').mockImplementation(rows(() => book));
  jest.spyOn(broker, 'orders').mockImplementation(rows(() => resting));
});
afterAll(() => api.stop());
beforeEach(() => {
  resting = [];
  book = [];
});

const holds = (symbol: string, netQty: number, fields: Partial<BrokerPosition> = {}): void => {
  book.push(net(netQty, { symbol, product: 'CNC', ...fields }));
};

async function traded(side: string, quantity: number, fields: object): Promise<void> {
  const { orderId } = await api.place({ side, quantity, price: '10', ...fields });
  const amounts = { lastQty: decimal(quantity), lastPx: decimal(10) };
  await api.reportFrom(link, orderId, { kind: 'Trade', execId: `C${orderId}`, ...amounts });
  const { entries } = await api.app.get(EventFeed).page(null, 10_000);
  await api.app.get(PositionProjector).project(entries);
}

const close = (body: object) => api.post('/positions/close', { exchange: 'NSE', ...body });

const stopLoss = (symbol: string, quantity: number, fields: Partial<BrokerOrder> = {}) =>
  row({
    brokerOrderId: `T${symbol}`,
    symbol,
    product: 'CNC',
    side: Side.Sell,
    ordType: null,
    timeInForce: null,
    orderQty: decimal(quantity),
    price: null,
    stopPrice: decimal(9),
    ...fields,
  });

test('what they may close is not sold as well', async () => {
  const key = { account, symbol: aSymbol(), link };
  await traded('BUY', 10, key);
  holds(key.symbol, 10);
  resting = [stopLoss(key.symbol, 10)];
  const { body } = await close(key);
  expect(body).toMatchObject({ outcome: 'alreadyClosing', orders: [] });
  expect(body.detail).toMatch(/^10 rest at the broker.*cancel them there, or say ignoreBroker/);
  resting = [stopLoss(key.symbol, 10, { cumQty: decimal(6) })];
  holds(key.symbol, -6);
  expect((await close(key)).body.outcome).toBe('alreadyClosing');
  resting = [stopLoss(key.symbol, 4)];
  holds(key.symbol, 6);
  expect((await close(key)).body.orders).toMatchObject([{ orderQty: '6' }]);
});

test.each([
  ['ended', { ordStatus: OrdStatus.Canceled }],
  ['on the other side', { side: Side.Buy }],
  ['in another product', { product: 'MIS' }],
  ['in another share', { symbol: 'OTHER' }],
])("one %s is in nobody's way", async (_name, fields) => {
  const key = { account, symbol: aSymbol(), link };
  await traded('BUY', 10, key);
  holds(key.symbol, 10);
  resting = [stopLoss(key.symbol, 10, fields)];
  expect((await close(key)).body.orders).toMatchObject([{ orderQty: '10' }]);
});

test('hedges are kept while such an order is to buy a short back', async () => {
  const nfo = { account, exchange: 'NFO', product: 'NRML', link };
  const [short, hedge] = ['NIFTY29DEC26C24900', 'NIFTY29DEC26C25100'];
  await traded('BUY', 65, { ...nfo, symbol: hedge });
  await traded('SELL', 65, { ...nfo, symbol: short });
  const inNfo = { exchange: 'NFO', product: 'NRML' };
  holds(short, -65, inNfo);
  holds(hedge, 65, inNfo);
  resting = [stopLoss(short, 65, { ...inNfo, side: Side.Buy })];
  const { items } = (await api.post('/positions/close-all', { account })).body;
  const outcomes = items.map(({ symbol, outcome, detail }: Json) => [symbol, outcome, detail]);
  expect(outcomes).toEqual(
    expect.arrayContaining([
      [short, 'alreadyClosing', expect.stringContaining('65 rest at the broker')],
      [hedge, 'waiting', `${short} is bought back by orders of somebody else`],
    ]),
  );
});
