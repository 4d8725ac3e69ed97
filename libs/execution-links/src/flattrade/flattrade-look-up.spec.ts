import { decimal, OrdType, Side } from '@ome/domain';
import { answer, hangUp, type Reaction } from '../testing/fake-http-server';
import orderBook from './test-data/order-book.json';
import singleOrdHist from './test-data/single-ord-hist.json';
import {
  cancel,
  FlattradeHarness,
  no,
  NUMBER,
  order,
  placed,
  replace,
  request,
  SESSION_OVER,
} from './testing/flattrade-harness';

describe('FlattradeLink', () => {
  const flattrade = new FlattradeHarness();
  beforeEach(() => flattrade.start());
  afterEach(() => flattrade.stop());

  describe('looking up a lost placement', () => {
    const ours = order({
      exchange: 'NFO',
      symbol: 'NIFTY20OCT26C25000',
      side: Side.Buy,
      orderQty: decimal(65),
    });
    const [row, foreign] = orderBook;
    const lookUp = async (reaction: Reaction) => {
      flattrade.answers.OrderBook = reaction;
      return flattrade.link().lookUp(request(ours));
    };

    test('the book has it', async () => {
      expect(await lookUp(answer(200, orderBook))).toEqual({
        outcome: 'found',
        brokerOrderId: NUMBER,
      });
    });

    test.each([
      ['a list without it', [foreign]],
      ['a tag that is blank', [{ ...row, remarks: ' ' }]],
      ['another tag', [{ ...row, remarks: 'K7F3Q9ZT01AC' }]],
      ['no data', no('Error Occurred : 5 "no data"')],
      ['an empty list', []],
    ])('%s: absent', async (_name, book) => {
      expect(await lookUp(answer(200, book))).toEqual({ outcome: 'absent' });
    });

    test('twice: the first, with a note', async () => {
      const again = { ...row, norenordno: '26101400009999' };

      expect(await lookUp(answer(200, [row, again]))).toEqual({
        outcome: 'found',
        brokerOrderId: NUMBER,
        text: expect.stringContaining('26101400009999'),
      });
    });

    test.each<[string, Reaction]>([
      ['no session', answer(200, SESSION_OVER)],
      ['Server Timeout', answer(200, no('Server Timeout :  '))],
      ['500', answer(500, [])],
      ['nonsense', answer(200, 'x')],
      ['a dropped connection', hangUp],
      ['the tag on another order', answer(200, [{ ...row, qty: '66' }])],
      ['a row that cannot be read', answer(200, [{ stat: 'Ok' }])],
    ])('%s: unanswered', async (_name, reaction) => {
      expect(await lookUp(reaction)).toMatchObject({ outcome: 'unanswered' });
    });
  });

  describe('looking up a lost replace or cancel', () => {
    const [newest] = singleOrdHist;
    const open = { ...newest, status: 'OPEN', rpt: 'New', fillshares: '0' };
    const ASKED = { rpt: 'Replaced', qty: '150', prc: '2460.00' };
    const answered = (fields: object) => answer(200, [{ ...open, ...fields }]);

    test.each<[string, object, string]>([
      ['the terms are as asked', { rpt: 'Replaced', qty: '150', prc: '2460.00' }, 'found'],
      ['another price', { rpt: 'Replaced', qty: '150' }, 'absent'],
      ['another quantity', { qty: '10', prc: '2460.00' }, 'absent'],
      ['it is being replaced', { status: 'PENDING', rpt: 'PendingReplace' }, 'found'],
      ['the order is canceled', { status: 'CANCELED' }, 'found'],
      ['the order is rejected', { status: 'REJECTED' }, 'found'],
      ['the order is filled as it was', { status: 'COMPLETE', fillshares: '10' }, 'absent'],
    ])('a replace, where %s: %s', async (_name, fields, outcome) => {
      flattrade.answers.SingleOrdHist = answered(fields);

      expect(await flattrade.link().lookUp(replace(placed()))).toMatchObject({ outcome });
      expect(flattrade.sent('SingleOrdHist')).toEqual([{ uid: 'FT012345', norenordno: NUMBER }]);
    });

    test.each<[string, object[], string]>([
      ['taken, and overtaken by somebody else', [{ qty: '4' }, ASKED, {}], 'found'],
      ['taken, and taken back by somebody else', [{}, ASKED, {}], 'absent'],
      ['asked for once before', [{}, ASKED], 'absent'],
    ])(
      'a replace that was %s, in a history of records: %s',
      async (_name, newestFirst, outcome) => {
        const before = { qty: '100', prc: '2450.00' };
        const records = newestFirst.map((fields) => ({ ...open, ...before, ...fields }));
        flattrade.answers.SingleOrdHist = answer(200, records);
        const resting = placed({ orderQty: decimal(100), price: decimal(2450) });
        expect(await flattrade.link().lookUp(replace(resting))).toMatchObject({ outcome });
      },
    );

    test('a replace of a market order, whose price is the link’s own', async () => {
      flattrade.answers.SingleOrdHist = answered({ qty: '150' });

      const asked = replace(placed({ ordType: OrdType.Market }), { price: null });
      expect(await flattrade.link().lookUp(asked)).toMatchObject({ outcome: 'found' });
    });

    test.each<[string, object, string]>([
      ['canceled', { status: 'CANCELED' }, 'found'],
      ['being canceled', { status: 'PENDING', rpt: 'PendingCancel' }, 'found'],
      ['open', {}, 'absent'],
      ['filled', { status: 'COMPLETE', fillshares: '10' }, 'absent'],
    ])('a cancel of an order that is %s: %s', async (_name, fields, outcome) => {
      flattrade.answers.SingleOrdHist = answered(fields);

      expect(await flattrade.link().lookUp(cancel(placed()))).toMatchObject({ outcome });
    });

    test('of an order that has a number and no record: unanswered', async () => {
      flattrade.answers.SingleOrdHist = answer(200, no('no data'));

      expect(await flattrade.link().lookUp(cancel(placed()))).toMatchObject({
        outcome: 'unanswered',
      });
    });

    test('of an order without a number: never sent', async () => {
      expect(await flattrade.link().lookUp(cancel(order()))).toEqual({ outcome: 'absent' });
    });
  });
});
