import { TestApi } from '../testing/test-api';

describe('prices', () => {
  let api: TestApi;

  beforeAll(async () => {
    api = await TestApi.start();
  });
  afterAll(() => api.stop());

  const feed = (...prices: object[]) => api.post('/prices', prices);
  const typeFive = async (symbols: string[]) =>
    (await api.post('/order_endpoint', { type: 5, symbols })).body;

  test('that are fed are named in the audit', async () => {
    const of = { exchange: 'NSE', symbol: 'WIPRO' };
    await feed({ ...of, lastPx: '1500.05' }, { ...of, symbol: 'MARUTI', lastPx: 410 });
    const [entry] = (await api.get('/audit?action=prices.feed&limit=1')).body.items;
    expect(entry.summary).toBe('2 items, NSE WIPRO 1500.05, NSE MARUTI 410');
  });

  test('that are fed are given back, with the first of the day', async () => {
    const of = { exchange: 'NSE', symbol: 'TCS' };
    expect(await feed({ ...of, lastPx: '3100.5', bid: 3100, ask: '3101' })).toMatchObject({
      status: 200,
      body: { taken: 1 },
    });
    await feed({ ...of, lastPx: 3102 }, { exchange: 'BSE', symbol: 'TCS', lastPx: '3099' });

    const { body } = await api.get('/prices?symbols=TCS,INFY');
    expect(body.items).toMatchObject([
      { exchange: 'BSE', lastPx: '3099', firstPx: '3099', source: 'feed' },
      { exchange: 'NSE', symbol: 'TCS', lastPx: '3102', firstPx: '3100.5', bid: null },
    ]);
    expect((await api.get('/prices?symbols=TCS&exchange=NSE')).body.items).toHaveLength(1);
  });

  test('type 5 gives the newest of what was fed and what was traded', async () => {
    await feed({ exchange: 'NSE', symbol: 'SBIN', lastPx: '600.5' });
    expect(await typeFive(['SBIN'])).toEqual({ ltps: { SBIN: 600.5 }, sps: { SBIN: 600.5 } });
    const { orderId } = await api.place({ symbol: 'SBIN' });
    await api.fill(orderId, '1', '601', 'T1');
    expect(await typeFive(['SBIN'])).toEqual({ ltps: { SBIN: 601 }, sps: { SBIN: 600.5 } });
    await feed({ exchange: 'BSE', symbol: 'SBIN', lastPx: '602' });
    expect(await typeFive(['SBIN'])).toEqual({ ltps: { SBIN: 602 }, sps: { SBIN: 600.5 } });
  });

  test.each([
    [{}, 'body'],
    [[{ exchange: 'NSE', symbol: 'X' }], '0.lastPx'],
    [
      [
        { exchange: 'NSE', symbol: 'X', lastPx: 1 },
        { exchange: 'NSE', lastPx: 1 },
      ],
      '1.symbol',
    ],
    [[{ exchange: 'NSE', symbol: 'X', lastPx: 1, at: '2999-01-01T00:00:00Z' }], '0.at'],
    [[5], '0.body'],
  ])('%j is a 400 that names %s', async (body, field) => {
    expect(await api.post('/prices', body)).toMatchObject({
      status: 400,
      body: { errors: [{ field }] },
    });
    expect((await api.get('/prices?symbols=X')).body.items).toEqual([]);
  });

  test('without symbols: 400', async () => {
    expect((await api.get('/prices')).status).toBe(400);
  });
});
