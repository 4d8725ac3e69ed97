import { type Json, TestApi } from '../testing/test-api';

describe('an implausible fill', () => {
  let api: TestApi;
  let symbol: string;
  let count = 0;

  beforeAll(async () => {
    api = await TestApi.start();
  });
  afterAll(() => api.stop());
  beforeEach(() => {
    count += 1;
    symbol = `DOUBT${count}`;
  });

  /** A fill of an order of its own. */
  const filled = async (price: string, fields: object = {}): Promise<string> => {
    const { orderId } = await api.place({ symbol });
    await api.report({
      ClOrdID: orderId,
      ExecID: 'E-1',
      ExecType: 'F',
      LastQty: 10,
      LastPx: price,
      ...fields,
    });
    return orderId;
  };
  const lastPrice = async (): Promise<unknown> => {
    const { body } = await api.post('/order_endpoint', { type: 5, symbols: [symbol] });
    return body.ltps[symbol];
  };
  const alertCodes = async (orderId: string): Promise<string[]> =>
    (await api.get(`/orders/${orderId}/events`)).body.items
      .flatMap(({ detail }: Json) => detail.alerts ?? [])
      .map(({ code }: Json) => code);
  const doubted = async (): Promise<string[]> =>
    (await api.get(`/fills?doubted=true&symbol=${symbol}`)).body.items.map(
      ({ orderId }: Json) => orderId,
    );
  const confirm = (orderId: string, body: object = { reason: 'Seen in the contract note' }) =>
    api.post(`/orders/${orderId}/fills/E-1/confirm`, body);

  test.each(['0', '1000', '1'])(
    'at %s, after 100: booked, alerted, and no last price until ops confirm it',
    async (price) => {
      await filled('100');
      const orderId = await filled(price);

      expect(await api.order(orderId)).toMatchObject({ cumQty: '10', avgPx: price });
      expect(await alertCodes(orderId)).toContain('ImplausiblePrice');
      expect((await api.get('/ops/alerts?limit=1')).body.items).toMatchObject([{ orderId }]);
      expect(await doubted()).toEqual([orderId]);
      expect(await lastPrice()).toBe(100);

      expect((await confirm(orderId, {})).status).toBe(400);
      expect((await confirm(orderId)).status).toBe(200);
      expect((await confirm(orderId)).status).toBe(200);
      expect(await doubted()).toEqual([]);
      expect(await lastPrice()).toBe(Number(price));
      const types = await api.eventTypes(orderId);
      expect(types.filter((type) => type === 'TradeConfirmed')).toHaveLength(1);
      expect((await api.get('/audit?action=fills.confirm&limit=1')).body.items).toMatchObject([
        { subject: orderId },
      ]);
      expect(await api.order(orderId)).toMatchObject({ cumQty: '10', avgPx: price });
    },
  );

  test('without a price is implausible even without earlier trades', async () => {
    const orderId = await filled('0');
    expect(await alertCodes(orderId)).toContain('ImplausiblePrice');
    expect(await lastPrice()).toBeUndefined();
  });

  test.each(['00010101-00:00:00', '19800101-00:00:00', '2020-06-01'])(
    'stamped %s, long before its order: counts as of its receipt, with an alert',
    async (TransactTime) => {
      const before = new Date().toISOString();
      const orderId = await filled('100', { TransactTime });
      const [{ at }] = (await api.get(`/orders/${orderId}/fills`)).body.items;
      expect(at >= before).toBe(true);
      expect(await alertCodes(orderId)).toContain('StampBehind');
      expect(await doubted()).toEqual([]);
      expect(await lastPrice()).toBe(100);
    },
  );

  test('of whole minutes, by a clock behind ours, is stamped as the venue says', async () => {
    const TransactTime = new Date(Date.now() - 600_000).toISOString();
    const orderId = await filled('100', { TransactTime });
    expect((await api.get(`/orders/${orderId}/fills`)).body.items).toMatchObject([
      { at: TransactTime },
    ]);
    expect(await alertCodes(orderId)).not.toContain('StampBehind');
  });

  test('finds its order by OrderID whatever age its stamp is of', async () => {
    const { orderId } = await api.place({ symbol });
    await api.report({ ClOrdID: orderId, OrderID: symbol, ExecID: 'n', ExecType: '0' });
    const fill = { OrderID: symbol, ExecID: 'E-1', ExecType: 'F', LastQty: 10, LastPx: '100' };
    await api.report({ ...fill, TransactTime: '19800101-00:00:00' });
    expect(await api.order(orderId)).toMatchObject({ cumQty: '10' });
  });

  test('within the day’s range is plausible', async () => {
    await filled('100');
    const orderId = await filled('140');
    expect(await alertCodes(orderId)).not.toContain('ImplausiblePrice');
    expect(await lastPrice()).toBe(140);
  });

  test('of an option may be many times its last premium, but not that of its underlying', async () => {
    symbol = `NIFTY${20 + count}AUG27C24500`;
    const option = async (price: string) => {
      const { orderId } = await api.place({ symbol, exchange: 'NFO', product: 'NRML' });
      await api.fill(orderId, '10', price, 'E-1');
      return orderId;
    };
    await option('5');
    expect(await alertCodes(await option('60'))).not.toContain('ImplausiblePrice');
    expect(await alertCodes(await option('0.05'))).not.toContain('ImplausiblePrice');
    expect(await alertCodes(await option('24500'))).toContain('ImplausiblePrice');
    expect(await alertCodes(await option('0'))).toContain('ImplausiblePrice');
  });

  test('with a future time does not count, and hides no other price', async () => {
    await filled('100');
    const TransactTime = new Date(Date.now() + 3_600_000).toISOString();
    const orderId = await filled('101', { TransactTime });

    expect(await alertCodes(orderId)).toContain('StampAhead');
    expect(await lastPrice()).toBe(100);
    const [fill] = (await api.get(`/orders/${orderId}/fills`)).body.items;
    expect(new Date(fill.at).getTime()).toBeLessThanOrEqual(Date.now());
    await filled('102');
    expect(await lastPrice()).toBe(102);
    await confirm(orderId);
    expect(await lastPrice()).toBe(102);
  });

  test('that the venue corrects is checked at its new price', async () => {
    await filled('100');
    const orderId = await filled('1000');
    const correction = { ExecID: 'C-1', ExecType: 'G', ExecRefID: 'E-1', LastQty: 10 };
    await api.report({ ClOrdID: orderId, ...correction, LastPx: 101 });
    expect(await doubted()).toEqual([]);
    expect(await lastPrice()).toBe(101);

    await api.report({ ClOrdID: orderId, ...correction, ExecID: 'C-2', LastPx: 0 });
    expect(await doubted()).toEqual([orderId]);
    expect(await lastPrice()).toBe(100);
  });

  test('does not affect price bands', async () => {
    const put = await api.put('/risk/limits', { account: '77', priceBandPercent: '10' });
    expect(put.status).toBe(200);
    await filled('2450');
    await filled('24500');
    await api.place({ symbol, account: '77', price: '2450' });
  });

  test.each([
    ['no such order', 'f'.repeat(24)],
    ['no such fill', null],
  ])('%s: 404', async (_, id) => {
    const orderId = id ?? (await api.place({ symbol })).orderId;
    expect((await confirm(orderId)).status).toBe(404);
  });
});
