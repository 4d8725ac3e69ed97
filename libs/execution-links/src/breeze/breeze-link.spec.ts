import { decimal, type Order, OrdType, Side, TimeInForce } from '@ome/domain';
import { answer, hangUp, neverAnswer } from '../testing/fake-http-server';
import { aCommand, anOrder } from '../testing/link-requests';
import type { BreezeLinkOptions } from './breeze-link-options';
import { failure, SESSION_TOKEN, success } from './testing/breeze-fakes';
import {
  cancel,
  optionOrder,
  place,
  placed,
  proveEcho,
  replace,
  request,
  row,
  settled,
  TAG,
} from './testing/breeze-orders';
import { BreezeRig, NOW } from './testing/breeze-rig';
import { payload } from './testing/payloads';

describe('BreezeLink', () => {
  let rig: BreezeRig;

  const start = async (options: Partial<BreezeLinkOptions> = {}) => {
    rig = new BreezeRig();
    await rig.start(options);
  };
  beforeEach(() => start());
  afterEach(() => rig.stop());

  const restart = async (options: Partial<BreezeLinkOptions>) => {
    await rig.stop();
    await start(options);
  };

  describe('what it places', () => {
    beforeEach(() => rig.reply('POST /order', payload('placed')));

    test('an option', async () => {
      expect(await place(rig, optionOrder())).toEqual({
        outcome: 'accepted',
        brokerOrderId: '202610143800001234',
      });
      const [{ text }] = rig.calls('POST /order');
      expect(text).toBe(
        '{"stock_code":"NIFTY","exchange_code":"NFO","product":"options","action":"buy",' +
          '"order_type":"limit","quantity":"65","price":"101.5","validity":"day",' +
          '"settlement_id":"","order_segment_code":"","lots":"","user_remark":"abcdefgh",' +
          '"expiry_date":"2026-10-20T06:00:00.000Z","right":"call","strike_price":"25000"}',
      );
    });

    test('a share, with a stop', async () => {
      const ordType = OrdType.StopLimit;
      const stop = { ordType, price: decimal('1400.1'), stopPrice: decimal(1401) };
      rig.reply('POST /order', payload('placed-cash'));

      expect(
        await place(rig, anOrder({ ...stop, timeInForce: TimeInForce.GoodTillCancel })),
      ).toEqual({
        outcome: 'accepted',
        brokerOrderId: '20261014N300001234',
      });
      expect(rig.calls('POST /order')[0].body).toEqual({
        stock_code: 'RELIND',
        exchange_code: 'NSE',
        product: 'cash',
        action: 'sell',
        order_type: 'stoploss',
        quantity: '100',
        price: '1400.1',
        stoploss: '1401',
        validity: 'vtc',
        settlement_id: '',
        order_segment_code: '',
        lots: '',
        user_remark: TAG,
      });
    });

    // [fields of the order, what the refusal names]
    test.each<[Parameters<typeof anOrder>[0], string]>([
      [{ symbol: 'NOBODY' }, 'symbol NOBODY'],
      [{ exchange: 'MCX', symbol: 'CRUDEOIL19OCT26' }, 'exchange MCX'],
      [{ product: 'MIS' }, 'product MIS'],
      [{ product: 'MTF', side: Side.Sell }, 'product MTF cannot be sold'],
      [{ timeInForce: TimeInForce.FillOrKill }, 'timeInForce FOK'],
      [{ timeInForce: TimeInForce.GoodTillDate }, 'timeInForce GTD'],
      [{ price: null }, 'price'],
      [{ ordType: OrdType.StopLimit, stopPrice: null }, 'stopPrice'],
    ])('refuses %j without a call', async (fields, text) => {
      const outcome = await place(rig, anOrder(fields));
      expect(outcome).toEqual({
        outcome: 'refused',
        text: expect.stringMatching(new RegExp(`${text}.*\\(.+\\)`)) as string,
      });
      expect(rig.calls()).toEqual([]);
    });
  });

  describe('market orders', () => {
    beforeEach(() => {
      rig.reply('POST /order', payload('placed'));
      rig.reply('GET /quotes', payload('quote'));
    });
    const market = (fields = {}) =>
      optionOrder({ ordType: OrdType.Market, price: null, ...fields });

    test('are sent with a limit beyond the last price', async () => {
      expect(await place(rig, market())).toMatchObject({ outcome: 'accepted' });
      expect(rig.calls('GET /quotes')[0].body).toEqual({
        stock_code: 'NIFTY',
        exchange_code: 'NFO',
        product_type: 'options',
        expiry_date: '2026-10-20T06:00:00.000Z',
        right: 'call',
        strike_price: '25000',
      });
      expect(rig.calls('POST /order')[0].body).toMatchObject({
        order_type: 'limit',
        price: '113.5',
      });
    });

    test('a stop order is sent with one beyond its trigger', async () => {
      await place(rig, market({ ordType: OrdType.Stop, stopPrice: decimal(120) }));
      expect(rig.calls('POST /order')[0].body).toMatchObject({
        order_type: 'stoploss',
        stoploss: '120',
        price: '132',
      });
    });

    test('a failed quote loses no order: nothing was placed', async () => {
      rig.on('GET /quotes', hangUp);
      expect(await place(rig, market())).toMatchObject({ outcome: 'notSent' });
      expect(rig.calls('POST /order')).toEqual([]);
    });

    test('without a quote they are refused', async () => {
      rig.reply('GET /quotes', success([]));
      expect(await place(rig, market())).toMatchObject({ outcome: 'refused' });
    });

    test('are refused if the setting says so', async () => {
      await restart({ marketOrders: 'refuse' });
      expect(await place(rig, market())).toMatchObject({
        outcome: 'refused',
        text: expect.stringContaining('LIMIT') as string,
      });
    });
  });

  describe('changes', () => {
    beforeEach(() => {
      rig.reply('PUT /order', payload('modified'));
      rig.reply('DELETE /order', payload('canceled'));
    });

    test('send what changed', async () => {
      const order = placed({ cumQty: decimal(15) });
      const outcomes = [
        await rig.link.send(replace(order, { price: decimal(102) })),
        await rig.link.send(replace(order, { orderQty: decimal(130) })),
        await rig.link.send(replace(order, { price: decimal(102), stopPrice: decimal(101) })),
        await rig.link.send(replace(order, {})),
      ];
      expect(new Set(outcomes.map(({ outcome }) => outcome))).toEqual(new Set(['accepted']));
      const named = { order_id: '202610143800001234', exchange_code: 'NFO' };
      expect(rig.calls('PUT /order').map(({ body }) => body as object)).toEqual([
        { ...named, price: '102' },
        { ...named, quantity: '130' },
        { ...named, price: '102', stoploss: '101' },
        { ...named, quantity: '65' },
      ]);
      expect(rig.budget.taken).toEqual(['order', 'order', 'order', 'order']);
    });

    test('a replace back to the old terms is sent, although the first is not confirmed', async () => {
      const order = placed();
      const first = aCommand(anOrder(), {
        clOrdId: `${order.orderId}-2`,
        kind: 'replace',
        terms: { orderQty: order.orderQty, price: decimal(102), stopPrice: null },
      });
      const { command } = replace(order, {});
      const second = { ...command, clOrdId: `${order.orderId}-3` };
      const both = { ...order, commands: [first, second] };

      await rig.link.send(request(both, { command: second }));
      expect(rig.calls('PUT /order')[0].body).toMatchObject({ price: '101.5' });
    });

    test('of the quantity: the open part, if the setting says so', async () => {
      await restart({ modifyQuantity: 'open' });
      rig.reply('PUT /order', payload('modified'));
      const order = placed({ cumQty: decimal(15) });

      await rig.link.send(replace(order, { orderQty: decimal(130) }));
      expect(rig.calls('PUT /order')[0].body).toMatchObject({ quantity: '115' });
      expect(await rig.link.send(replace(order, { orderQty: decimal(15) }))).toMatchObject({
        outcome: 'refused',
        text: expect.stringContaining('cancel') as string,
      });
    });

    test('a cancel names the order and its exchange', async () => {
      expect(await rig.link.send(cancel(placed()))).toMatchObject({ outcome: 'accepted' });
      expect(rig.calls('DELETE /order')[0].text).toBe(
        '{"order_id":"202610143800001234","exchange_code":"NFO"}',
      );
      expect(rig.budget.taken).toEqual(['cancel']);
    });

    test('nothing is sent while the order number is unknown', async () => {
      for (const change of [replace, cancel]) {
        const outcome = await rig.link.send(change(placed({ brokerOrderId: null }), {}));
        expect(outcome).toMatchObject({ outcome: 'notSent' });
      }
      expect(rig.calls()).toEqual([]);
    });
  });

  describe('the outcome of a new order', () => {
    test.each([
      ['the answer is lost', hangUp, 'unknown'],
      ['no answer comes', neverAnswer, 'unknown'],
      ['the answer is empty', answer(200, success(null)), 'unknown'],
      ['the answer has no order number', answer(200, success({ message: 'ok' })), 'unknown'],
      ['the broker has an outage', answer(503, ''), 'unknown'],
      ['the broker refuses', answer(200, failure('Limit insufficient')), 'refused'],
      ['too many calls', answer(429, ''), 'notSent'],
      ['the session has ended', answer(401, failure('Authentication Fail', 5)), 'notSent'],
    ])('%s', async (_case, reaction, outcome) => {
      rig.on('POST /order', reaction);
      expect(await place(rig, optionOrder())).toMatchObject({ outcome });
      expect(rig.calls('POST /order')).toHaveLength(1);
    });

    test('a failing store of holds loses no order', async () => {
      jest.spyOn(rig.holds, 'isHeldBy').mockRejectedValue(new Error('MongoDB is gone'));
      expect(await rig.link.send(request(optionOrder()))).toMatchObject({ outcome: 'notSent' });
      expect(rig.calls()).toEqual([]);
    });
  });

  describe('admission', () => {
    const other = optionOrder({ orderId: 'e'.repeat(24) });
    const admit = (order: Order) => rig.link.admit(order, order.commands[0]);

    test('waits for the limits, like every other call', async () => {
      rig.budget.delay = 700;
      expect(await admit(optionOrder())).toMatchObject({
        admitted: false,
        retryAfterMs: 700,
        everyone: true,
      });
      expect(await rig.link.admit(placed(), cancel(placed()).command)).toMatchObject({
        admitted: false,
      });
    });

    test('one of several identical orders at a time, until tags are known to come back', async () => {
      expect(await admit(optionOrder())).toEqual({ admitted: true });
      expect(await admit(other)).toMatchObject({ admitted: false, everyone: false });
      expect(await admit(optionOrder())).toEqual({ admitted: true });
      await proveEcho(rig);
      expect(await admit(other)).toEqual({ admitted: true });
    });

    test('however the symbol is written', async () => {
      await admit(anOrder({ symbol: 'RELIANCE' }));
      const same = anOrder({ symbol: 'RELIANCE-EQ', orderId: 'e'.repeat(24) });
      expect(await admit(same)).toMatchObject({ admitted: false });
    });

    test.each<[string, Parameters<typeof anOrder>[0]]>([
      ['price', { price: decimal(102) }],
      ['quantity', { orderQty: decimal(130) }],
      ['side', { side: Side.Sell }],
      ['contract', { symbol: 'NIFTY20OCT26P25000' }],
      ['type', { ordType: OrdType.Market, price: null }],
    ])('an order of another %s does not wait', async (_case, fields) => {
      await admit(optionOrder());
      const another = optionOrder({ orderId: 'e'.repeat(24), ...fields });
      expect(await admit(another)).toEqual({ admitted: true });
    });

    test('nothing is sent after the hold was lost', async () => {
      await admit(optionOrder());
      for (const key of rig.holds.holders.keys()) rig.holds.holders.set(key, other.orderId);
      expect(await rig.link.send(request(optionOrder()))).toMatchObject({
        outcome: 'notSent',
        retryAfterMs: 500,
      });
      expect(rig.calls()).toEqual([]);
    });
  });

  describe('tags', () => {
    test('are eight letters, unique per attempt and reproducible', () => {
      const tags = ['a', 'b', 'c'].flatMap((clOrdId) =>
        [1, 2, 3].map((attempt) => rig.link.tag(aCommand(anOrder(), { clOrdId }), attempt)),
      );
      for (const tag of tags) expect(tag).toMatch(/^[a-z]{8}$/);
      expect(new Set(tags).size).toBe(tags.length);
      expect(rig.link.tag(aCommand(anOrder(), { clOrdId: 'a' }), 1)).toBe(tags[0]);
    });

    test('that come back are noticed at the first order of a login', async () => {
      expect(rig.link.dedupe).toBe('bestEffort');
      await proveEcho(rig);

      await rig.login.save({
        token: SESSION_TOKEN,
        obtainedAt: new Date(NOW.getTime() + 1),
        expiresAt: new Date(NOW.getTime() + 60_000),
      });
      expect(rig.link.dedupe).toBe('bestEffort');
    });

    test('that do not come back are noticed as well, with one query', async () => {
      rig.reply('POST /order', success({ order_id: 'B1' }));
      rig.list([row()]);
      await place(rig, optionOrder());
      await settled();
      await place(rig, optionOrder());
      await settled();
      expect(rig.link.dedupe).toBe('bestEffort');
      expect(rig.calls('GET /order')).toHaveLength(1);
    });

    test('a later row without the tag disproves it', async () => {
      await proveEcho(rig);
      rig.reply('POST /order', success({ order_id: 'B2' }));
      await place(rig, optionOrder());
      rig.list([row({ order_id: 'B2', user_remark: '' })]);
      await rig.link.orders();
      expect(rig.link.dedupe).toBe('bestEffort');
    });
  });

  describe('logging in', () => {
    const body = payload('customer-details');

    test('gives a token for the rest of the day', async () => {
      await rig.login.ended(rig.login.current!);
      rig.reply('GET /customerdetails', body);
      const token = await rig.link.logIn('code');
      expect(token).toEqual({
        token: SESSION_TOKEN,
        obtainedAt: NOW,
        expiresAt: new Date('2026-10-14T18:30:00Z'),
      });
      expect(rig.link.loginState).toBe('loggedIn');
      rig.now = token.expiresAt;
      expect(rig.link.loginState).toBe('loginNeeded');
    });

    test('as another user is refused', async () => {
      await rig.login.ended(rig.login.current!);
      rig.reply('GET /customerdetails', body.replace('ABCD1234', 'WXYZ9876'));
      await expect(rig.link.logIn('code')).rejects.toThrow('WXYZ9876');
      expect(rig.link.loginState).toBe('loginNeeded');
    });

    test.each(['Resource not available.', 'Invalid session.', 'Public Key does not exist.'])(
      'fails with the words of the broker: %s',
      async (text) => {
        rig.reply('GET /customerdetails', failure(text));
        await expect(rig.link.logIn('code')).rejects.toThrow(text);
      },
    );

    test('is asked for when needed, with no secret in the text', async () => {
      expect(rig.link.isUp()).toBe(true);
      rig.on('GET /funds', answer(401, failure('Authentication Fail :: Invalid Checksum.', 5)));
      await expect(rig.link.limits()).rejects.toThrow('Invalid Checksum');
      expect(rig.link.isUp()).toBe(false);
      const { lastError } = rig.link.status;
      expect(lastError).toContain('https://broker.example/login');
      expect(lastError).not.toContain('key');
      expect(lastError).not.toContain(SESSION_TOKEN);
      expect(rig.link.loginUrl).toBe('https://broker.example/login?api_key=key%2B1');
    });
  });
});
