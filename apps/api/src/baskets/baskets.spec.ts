import { type Json, TestApi } from '../testing/test-api';
import { BASKET_EXAMPLE, IRON_CONDOR_EXAMPLE } from './examples';

const NOT_THERE = '0'.repeat(24);
const [HEDGE, SOLD] = BASKET_EXAMPLE.legs;

describe('baskets over REST', () => {
  let api: TestApi;
  beforeAll(async () => (api = await TestApi.start()));
  afterAll(() => api.stop());

  const basket = (fields: object = {}): object => ({ ...BASKET_EXAMPLE, ...fields });
  const condor = (fields: object = {}): object => ({ ...IRON_CONDOR_EXAMPLE, ...fields });

  test('is stored once, however often it is sent', async () => {
    const first = await api.post('/baskets', basket());
    expect(first).toMatchObject({
      status: 201,
      body: {
        status: 'RECEIVED_FOR_EXECUTION',
        outcome: null,
        version: 1,
        stop: null,
        stages: [{ stage: 1, startedAt: null }, { stage: 2 }],
        legs: [
          { leg: 1, stage: 1, clOrdId: 'spread-1-1', side: 'BUY', price: '12.5', link: 'rest' },
          { leg: 2, stage: 2, clOrdId: 'spread-1-2', side: 'SELL', refusal: null },
        ],
      },
    });
    const again = await api.post('/baskets', basket());
    expect(again).toMatchObject({ status: 200, body: first.body });
    const other = await api.post('/baskets', basket({ onFailure: 'STOP' }));
    expect(other).toMatchObject({ status: 409, body: { code: 'DUPLICATE_BASKET_CL_ORD_ID' } });
    expect(await api.store.collection('basket_events').countDocuments()).toBe(1);
  });

  test('legs without a time in force are day orders', async () => {
    const legs = [{ ...HEDGE, timeInForce: undefined }, SOLD];
    const { status, body } = await api.post('/baskets', basket({ basketClOrdId: 'day', legs }));
    expect({ status, legs: body.legs }).toMatchObject({
      status: 201,
      legs: [{ timeInForce: 'DAY' }, { timeInForce: 'DAY' }],
    });
  });

  test('two concurrent ones are one', async () => {
    const body = basket({ basketClOrdId: 'twice' });
    const answers = await Promise.all([api.post('/baskets', body), api.post('/baskets', body)]);
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 201]);
    expect(answers[0].body.basketId).toBe(answers[1].body.basketId);
  });

  test.each<[string, object, string]>([
    ['no leg', { legs: [] }, 'legs'],
    ['too many legs', { legs: Array.from({ length: 51 }, () => HEDGE) }, 'legs'],
    ['a leg that is none', { legs: [7] }, 'legs[0].body'],
    ['a leg without a price', { legs: [HEDGE, { ...SOLD, price: null }] }, 'legs[1].price'],
    ['a market leg with one', { legs: [{ ...HEDGE, ordType: 'MARKET' }] }, 'legs[0].price'],
    ['an unknown field', { legs: [{ ...HEDGE, hedge: true }] }, 'legs[0].hedge'],
    ['no quantity', { legs: [{ ...HEDGE, quantity: 0 }] }, 'legs[0].quantity'],
    ['stages with a gap', { legs: [HEDGE, { ...SOLD, stage: 3 }] }, 'legs'],
    ['stages from two on', { legs: [SOLD] }, 'legs'],
    ['too many stages', { legs: [{ ...HEDGE, stage: 11 }] }, 'legs[0].stage'],
    ['an unknown link', { legs: [{ ...HEDGE, link: 'telex' }] }, 'legs[0].link'],
    ['an unknown link of all', { link: 'telex' }, 'link'],
    ['no time limit', { stageTimeoutMs: undefined }, 'stageTimeoutMs'],
    ['an unknown condition', { proceedWhen: 'HOPED' }, 'proceedWhen'],
    ['too long an id', { basketClOrdId: 'x'.repeat(57) }, 'basketClOrdId'],
  ])('%s is refused by the name of its field, and nothing is stored', async (_, fields, field) => {
    const before = await api.store.collection('basket_events').countDocuments();
    const { status, body } = await api.post(
      '/baskets',
      basket({ basketClOrdId: 'bad', ...fields }),
    );
    expect([status, body.errors?.[0].field]).toEqual([400, field]);
    expect(await api.store.collection('basket_events').countDocuments()).toBe(before);
  });

  describe('an iron condor', () => {
    test('buys first and sells then, by the symbols of its strikes', async () => {
      const { status, body } = await api.post('/baskets/iron-condor', condor());
      expect(status).toBe(201);
      expect(body).toMatchObject({
        proceedWhen: 'FILLED',
        onFailure: 'UNWIND',
        stageTimeoutMs: 30_000,
      });
      const legs = body.legs.map(({ stage, side, symbol, quantity, price, product }: Json) =>
        [stage, side, symbol, quantity, price, product].join(' '),
      );
      expect(legs).toEqual([
        '1 BUY NIFTY31DEC30P24000 65 11.2 NRML',
        '2 SELL NIFTY31DEC30P24200 65 38 NRML',
        '2 SELL NIFTY31DEC30C24800 65 41 NRML',
        '1 BUY NIFTY31DEC30C25000 65 12.5 NRML',
      ]);
    });

    test('without prices is a market order', async () => {
      const leg = (strike: string) => ({ strike });
      const { body } = await api.post(
        '/baskets/iron-condor',
        condor({
          basketClOrdId: 'market',
          putBuy: leg('24000'),
          putSell: leg('24200'),
          callSell: leg('24800'),
          callBuy: leg('25000'),
        }),
      );
      expect(body.legs.map(({ ordType }: Json) => ordType)).toEqual(Array(4).fill('MARKET'));
    });

    test.each<[string, object, string]>([
      ['strikes out of order', { putSell: { strike: '25100', price: 1 } }, 'callSell.strike'],
      ['equal strikes', { callBuy: { strike: '24800', price: 1 } }, 'callBuy.strike'],
      ['no strike', { putBuy: {} }, 'putBuy.strike'],
      ['a day that is none', { expiry: '2026-02-31' }, 'expiry'],
      ['lots and units', { lots: 1 }, 'quantity'],
      ['neither', { quantity: undefined }, 'quantity'],
      ['lots of what nobody knows', { lots: 1, quantity: undefined }, 'lots'],
    ])('with %s is refused', async (_, fields, field) => {
      const { status, body } = await api.post(
        '/baskets/iron-condor',
        condor({ basketClOrdId: 'bad', ...fields }),
      );
      expect([status, body.errors?.[0].field]).toEqual([400, field]);
    });
  });

  test('is listed page after page, and shown with its legs and events', async () => {
    const made: string[] = [];
    for (const basketClOrdId of ['list-1', 'list-2', 'list-3']) {
      const { body } = await api.post('/baskets', basket({ basketClOrdId, account: '77' }));
      made.unshift(body.basketId);
    }
    const first = await api.get('/baskets?account=77&open=true&limit=2');
    const rest = await api.get(`/baskets?account=77&limit=2&cursor=${first.body.nextCursor}`);
    const ids = [...first.body.items, ...rest.body.items].map(({ basketId }: Json) => basketId);
    expect(ids).toEqual(made);
    expect((await api.get('/baskets?account=77&status=ALL_DONE')).body.items).toEqual([]);
    expect((await api.get(`/baskets/${made[0]}`)).body).toMatchObject({
      legs: [{ order: null, unwinding: [] }, { order: null }],
      events: [{ seq: 1, type: 'BasketNew', detail: { stageTimeoutMs: 30_000 } }],
    });
    expect((await api.get(`/baskets/${NOT_THERE}`)).status).toBe(404);
    expect((await api.get('/baskets/nothing')).status).toBe(404);
  });

  test('is canceled once, and can then still be unwound', async () => {
    const { body } = await api.post('/baskets', basket({ basketClOrdId: 'cancel' }));
    const path = `/baskets/${body.basketId}/cancel`;
    const canceled = await api.post(path, { reason: 'changed my mind' });
    expect(canceled).toMatchObject({
      status: 202,
      body: { status: 'CANCELLING', version: 2, stop: { reason: 'CANCELED', unwind: false } },
    });
    expect((await api.post(path, {})).body.version).toBe(2);
    expect((await api.post(path, { unwind: true })).body).toMatchObject({
      version: 3,
      stop: { text: 'changed my mind', unwind: true },
    });
    expect((await api.post(`/baskets/${NOT_THERE}/cancel`, {})).status).toBe(404);
  });
});
