import { decimal, OrdType } from '@ome/domain';
import { hangUp } from '../testing/fake-http-server';
import { failure } from './testing/breeze-fakes';
import {
  cancel,
  optionOrder,
  placed,
  proveEcho,
  replace,
  request,
  row,
  TAG,
} from './testing/breeze-orders';
import { BreezeRig, NOW } from './testing/breeze-rig';

describe('BreezeLookUp', () => {
  let rig: BreezeRig;

  beforeEach(async () => {
    rig = new BreezeRig();
    await rig.start();
  });
  afterEach(() => rig.stop());

  describe('a new order', () => {
    const attempt = () => request(optionOrder(), { sendBy: new Date(NOW.getTime() + 1_000) });
    const lookUp = () => rig.link.lookUp(attempt());

    test('reads one exchange, for one day', async () => {
      await lookUp();
      expect(rig.calls().map(({ body }) => body as object)).toEqual([
        {
          exchange_code: 'NFO',
          from_date: '2026-10-14T06:00:00.000Z',
          to_date: '2026-10-14T06:00:00.000Z',
        },
      ]);
    });

    test('by its tag, if the tag is there', async () => {
      rig.list([row(), row({ order_id: 'B2', user_remark: TAG })]);
      expect(await lookUp()).toEqual({ outcome: 'found', brokerOrderId: 'B2' });
    });

    test('two with the tag are left to ops', async () => {
      rig.list([row({ user_remark: TAG }), row({ order_id: 'B2', user_remark: TAG })]);
      expect(await lookUp()).toMatchObject({ outcome: 'unanswered' });
    });

    test('absent if tags come back and this one is missing', async () => {
      await proveEcho(rig);
      rig.list([row(), row({ order_id: 'B2', user_remark: 'another' })]);
      expect(await lookUp()).toEqual({ outcome: 'absent' });
      rig.list([]);
      expect(await lookUp()).toEqual({ outcome: 'absent' });
    });

    test('a list that cannot be read proves nothing', async () => {
      await proveEcho(rig);
      rig.list([row(), row({ order_id: null })]);
      expect(await lookUp()).toMatchObject({ outcome: 'unanswered' });
      rig.on('GET /order', hangUp);
      expect(await lookUp()).toMatchObject({ outcome: 'unanswered' });
      rig.reply('GET /order', failure('Resource not available'));
      expect(await lookUp()).toMatchObject({ outcome: 'unanswered' });
    });

    describe('by its content', () => {
      test('an identical one counts as it', async () => {
        rig.list([
          row({ order_id: 'B1' }),
          row({ order_id: 'B2', price: '101.55' }),
          row({ order_id: 'B3', quantity: '130' }),
          row({ order_id: 'B4', action: 'Sell' }),
          row({ order_id: 'B5', right: 'Put' }),
          row({ order_id: 'B6', strike_price: 25050 }),
          row({ order_id: 'B7', expiry_date: '27-Oct-2026' }),
          row({ order_id: 'B8', stock_code: 'CNXBAN' }),
          row({ order_id: 'B9', order_type: 'StopLoss', stoploss: '100' }),
          row({ order_id: 'C1', order_datetime: '14-Oct-2026 10:27' }),
          row({ order_id: 'C2', order_datetime: '14-Oct-2026 10:33' }),
          row({ order_id: 'C3', order_datetime: '' }),
          row({ order_id: 'C4', user_remark: 'another' }),
        ]);
        expect(await lookUp()).toEqual({
          outcome: 'found',
          brokerOrderId: 'B1',
          text: expect.stringMatching(/matched by content/i) as string,
        });
      });

      test.each(['14-Oct-2026 10:28', '14-Oct-2026 10:30:02', '14-Oct-2026 10:31'])(
        'of %s',
        async (order_datetime) => {
          rig.list([row({ order_datetime })]);
          expect(await lookUp()).toMatchObject({ outcome: 'found' });
        },
      );

      test('not one that is known as another order of ours', async () => {
        rig.ours.add('B1');
        rig.list([row()]);
        expect(await lookUp()).toMatchObject({ outcome: 'unanswered' });
        rig.list([row(), row({ order_id: 'B2' })]);
        expect(await lookUp()).toMatchObject({ outcome: 'found', brokerOrderId: 'B2' });
      });

      test('of several, none', async () => {
        rig.list([row(), row({ order_id: 'B2' })]);
        expect(await lookUp()).toEqual({
          outcome: 'unanswered',
          text: expect.stringMatching(/B1, B2/) as string,
        });
      });

      test('finding none proves nothing', async () => {
        rig.list([]);
        expect(await lookUp()).toEqual({
          outcome: 'unanswered',
          text: expect.stringContaining('does not prove that it never arrived') as string,
        });
      });

      test('a market order with whatever limit it was given', async () => {
        rig.list([row({ price: '113.50' })]);
        const order = optionOrder({ ordType: OrdType.Market, price: null });
        expect(await rig.link.lookUp({ ...attempt(), order })).toMatchObject({ outcome: 'found' });
      });
    });
  });

  describe('a change', () => {
    const order = placed();
    const shown = (fields: object = {}) => {
      rig.list([row({ order_id: order.brokerOrderId, ...fields })]);
    };

    test.each([
      ['as wanted', { price: '102' }, 'found'],
      ['as before', {}, 'absent'],
      ['canceled', { status: 'Cancelled' }, 'found'],
      ['executed', { status: 'Executed' }, 'found'],
      ['unknown', { order_id: 'another' }, 'unanswered'],
    ])('a replace: the order is %s', async (_case, fields, outcome) => {
      shown(fields);
      const lookUp = replace(order, { price: decimal(102) });
      expect(await rig.link.lookUp(lookUp)).toMatchObject({ outcome });
    });

    test('of an order without a number was never sent', async () => {
      const nameless = placed({ brokerOrderId: null });
      expect(await rig.link.lookUp(cancel(nameless))).toEqual({ outcome: 'absent' });
      expect(rig.calls()).toEqual([]);
    });

    test.each([
      ['open', {}, 'absent'],
      ['canceled', { status: 'Cancelled' }, 'found'],
      ['rejected', { status: 'Rejected' }, 'found'],
      ['unknown', { order_id: 'another' }, 'unanswered'],
    ])('a cancel: the order is %s', async (_case, fields, outcome) => {
      shown(fields);
      expect(await rig.link.lookUp(cancel(order))).toMatchObject({ outcome });
    });
  });
});
