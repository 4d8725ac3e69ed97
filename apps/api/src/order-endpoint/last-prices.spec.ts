import { mongo } from 'mongoose';
import { TestApi } from '../testing/test-api';

const DAY_MS = 24 * 60 * 60 * 1_000;

describe('POST /order_endpoint, type 5', () => {
  let api: TestApi;

  beforeAll(async () => {
    api = await TestApi.start();
  });
  afterAll(() => api.stop());

  async function traded(symbol: string, ...prices: string[]): Promise<string> {
    const { orderId } = await api.place({ symbol });
    for (const [index, price] of prices.entries()) {
      await api.fill(orderId, '1', price, `${symbol}-${index}`);
    }
    return orderId;
  }

  async function prices(symbols: unknown) {
    const { status, body } = await api.post('/order_endpoint', { type: 5, symbols });
    expect(status).toBe(200);
    return body;
  }

  test('gives the last price and the first one of today', async () => {
    await traded('TCS', '3100.5', '3101', '3102.25');

    expect(await prices(['TCS'])).toEqual({ ltps: { TCS: 3102.25 }, sps: { TCS: 3100.5 } });
  });

  test('leaves out a symbol with no trade', async () => {
    await traded('INFY', '1500');
    await api.place({ symbol: 'WIPRO' });

    expect(await prices(['WIPRO', 'INFY', 'NOBODY'])).toEqual({
      ltps: { INFY: 1500 },
      sps: { INFY: 1500 },
    });
  });

  test('a trade of yesterday is the last price, and not the first of today', async () => {
    const orderId = await traded('HDFC', '900');
    const yesterday = new Date(Date.now() - DAY_MS);
    const eventId = mongo.ObjectId.createFromTime(yesterday.getTime() / 1_000);
    await api.store
      .collection('fills')
      .updateMany({ orderId }, { $set: { at: yesterday, eventId } });
    expect(await prices(['HDFC'])).toEqual({ ltps: { HDFC: 900 }, sps: {} });

    await api.fill(orderId, '1', '905', 'HDFC-today');
    expect(await prices(['HDFC'])).toEqual({ ltps: { HDFC: 905 }, sps: { HDFC: 905 } });
  });

  test('a busted trade does not count', async () => {
    const orderId = await traded('SBIN', '600', '610');
    await api.report({ ClOrdID: orderId, ExecID: 'bust', ExecType: 'H', ExecRefID: 'SBIN-1' });

    expect(await prices(['SBIN'])).toEqual({ ltps: { SBIN: 600 }, sps: { SBIN: 600 } });
  });

  test('no symbols, no prices', async () => {
    expect(await prices([])).toEqual({ ltps: {}, sps: {} });
  });

  test('a symbol named like a member of Object is a normal symbol', async () => {
    await traded('constructor', '5');

    expect(await prices(['constructor', 'toString'])).toEqual({
      ltps: { constructor: 5 },
      sps: { constructor: 5 },
    });
  });
});
