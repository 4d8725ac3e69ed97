import { recordsOf } from '@ome/engine';
import type { Row } from '../flattrade/flattrade-answer';
import { REPORT_TYPES } from '../flattrade/flattrade-codes';
import { orderRow } from '../flattrade/flattrade-rows';
import orderBook from '../flattrade/test-data/order-book.json';
import orderMessage from '../flattrade/test-data/order-message.json';
import positionBook from '../flattrade/test-data/position-book.json';
import singleOrdHist from '../flattrade/test-data/single-ord-hist.json';
import tradeBook from '../flattrade/test-data/trade-book.json';
import {
  cancel,
  FlattradeHarness,
  no,
  order,
  placed,
  replace,
  request,
} from '../flattrade/testing/flattrade-harness';
import { answer } from '../testing/fake-http-server';
import { orderLine, positionLine, statusCode, tradeLine } from './testing/book-lines';
import { describeCommandAnswers, describeFaults, type RecordedBroker } from './testing/recorded';

const EMPTY = { rows: [], unreadable: [] };

const AT = { request_time: '10:02:11 14-10-2026' };
const ok = (fields: object) => ({ ...AT, stat: 'Ok', ...fields });

describe('what Flattrade was recorded to say', () => {
  const flattrade = new FlattradeHarness();
  beforeEach(() => flattrade.start());
  afterEach(() => flattrade.stop());

  async function open(): Promise<RecordedBroker> {
    await flattrade.logIn();
    flattrade.budget.backedOff.length = 0;
    return {
      link: flattrade.link(),
      budget: flattrade.budget,
      plays: (status, body) => (flattrade.server.reaction = answer(status, body)),
      request: (kind) =>
        ({ new: request(order()), replace: replace(placed()), cancel: cancel(placed()) })[kind],
    };
  }

  describeCommandAnswers(
    open,
    [
      [200, ok({ norenordno: '26101400001234' }), 'accepted'],
      [200, { status: 'Ok', norenordno: '26101400001234' }, 'accepted'],
      [200, ok({ norenordno: 26101400001234 }), 'accepted'],
      [200, ok({}), 'unknown'],
      [200, ok({ norenordno: ' ' }), 'unknown'],
    ],
    ['new'],
  );

  describeCommandAnswers(
    open,
    [
      [200, ok({ result: '26101400001234' }), 'accepted'],
      [200, ok({}), 'accepted'],
      [200, no('Rejected : ORA:Order not found'), 'refused'],
      [200, no('Rejected : ORA:Order not found to Cancel'), 'refused'],
      [200, no('Rejected : SAF:order is not open to modify'), 'refused'],
      [200, no('ORA:Trigger price invalid - 0.00'), 'refused'],
    ],
    ['replace', 'cancel'],
  );

  describeCommandAnswers(open, [
    [200, '', 'unknown'],
    [200, '<html>It works!</html>', 'unknown'],
    [200, '{"stat":"Ok","norenordno":"2610', 'unknown'],
    [200, 'null', 'unknown'],
    [200, { norenordno: '26101400001234' }, 'unknown'],
    [200, { stat: 'Not_Ok' }, 'unknown'],
    [302, ok({ norenordno: '26101400001234' }), 'unknown'],
    [502, ok({ norenordno: '26101400001234' }), 'unknown'],
    [404, '', 'unknown'],
    [503, no('Some new trouble'), 'unknown'],
  ]);

  const LIMIT = 'Invalid Input :  Order Recieved 11 in a current second exceeds Limit 10 for user';
  describeFaults(
    open,
    [
      [200, no('Session Expired :  Invalid Session Key'), 'reauthenticate'],
      [401, no('Session Expired : Invalid Session Key'), 'reauthenticate'],
      [200, no('session expired :   invalid session key'), 'reauthenticate'],
      [200, no(LIMIT), 'rateLimited'],
      [429, no(LIMIT), 'rateLimited'],
      [429, '<html>Too Many Requests</html>', 'rateLimited'],
      [200, no('Error Occurred : 1 "unknown request"'), 'unknown'],
      [200, no('Server Timeout :  '), 'unknown'],
      [500, no('Server Timeout :  '), 'unknown'],
      [200, no('Invalid Input : INVALID_IP'), 'rejected'],
      [200, no('User Blocked due to multiple wrong attempts'), 'rejected'],
      [400, no('Invalid Input : jData is not valid json object'), 'rejected'],
      [500, no('Invalid Input : jData is not valid json object'), 'rejected'],
      [200, no('Error Occurred : 2 "invalid input"'), 'rejected'],
      [200, no('Invalid Trading Symbol'), 'rejected'],
      [200, no('RED:Margin Shortfall:INR 1000.00 Available:INR 5.00 for C-FT012345'), 'rejected'],
      [200, no('Something that nobody has heard of'), 'rejected'],
      [200, no('Error Occurred : 5 "no data"'), 'rejected'],
      [200, no('No Data :  '), 'rejected'],
      [500, '<html>Internal Server Error</html>', 'unknown'],
      [502, '', 'unknown'],
      [200, { data: [] }, 'unknown'],
    ],
    (body) => /no data/i.test(JSON.stringify(body)),
  );

  test.each([
    ['a bare list', []],
    ['a list under data, as older guides have it', { stat: 'Ok', data: [] }],
    ['the word for no data', no('Error Occurred : 5 "no data"')],
    ['the other word for no data', no('No Data :  ')],
  ])('%s may be empty', async (_name, body) => {
    const { link, plays } = await open();
    plays(200, body);
    expect([await link.orders(), await link.trades(), await link.positions()]).toEqual([
      EMPTY,
      EMPTY,
      EMPTY,
    ]);
  });

  test('books, in our words', async () => {
    const { link, plays } = await open();
    plays(200, orderBook);
    expect(recordsOf(await link.orders()).map(orderLine)).toEqual([
      '26101400001234 NFO NIFTY20OCT26C25000 BUY 65 @101.5 is 0 filled 0 tag K7F3Q9ZT01AB at 04:32:12',
      '26101400001235 NSE M&M SELL 10 @2998 stop 3000 is 0 filled ? at 04:33:00',
      '26101400001236 NSE INFY BUY 1000 @1500 is 8 filled ? tag ABCDEFGH0001 at 04:32:11 ' +
        '"RED:Margin Shortfall:INR 1000.00 Available:INR 5.00 for C-FT012345 [FLATTRADE] (Insufficient margin for this trade)"',
    ]);
    plays(200, { stat: 'Ok', data: orderBook });
    expect((await link.orders()).rows).toHaveLength(3);
    plays(200, singleOrdHist);
    expect(recordsOf(await link.history(placed())).map(orderLine)).toEqual([
      '26101400001234 NSE INFY BUY 10 @1500 is A filled ? tag K7F3Q9ZT01AB at 04:32:11',
      '26101400001234 NSE INFY BUY 10 @1500 is A filled ? tag K7F3Q9ZT01AB at 04:32:11',
      '26101400001234 NSE INFY BUY 10 @1500 is 0 filled ? news New tag K7F3Q9ZT01AB at 04:32:11',
      '26101400001234 NSE INFY BUY 10 @1500 is 2 filled 10 tag K7F3Q9ZT01AB at 04:32:12',
    ]);
    plays(200, tradeBook);
    const fill = '26101400001234 NFO-380011223-26101400001234 65 @101.45 at 04:32:12';
    expect(recordsOf(await link.trades()).map(tradeLine)).toEqual([fill]);
    expect(tradeLine(orderRow(orderMessage).trade!)).toBe(fill);
    plays(200, positionBook);
    expect(recordsOf(await link.positions()).map(positionLine)).toEqual([
      'NFO NIFTY20OCT26C25000 NRML -65 @101.45 last 103.2 realized 0 unrealized -113.75',
      'NSE INFY CNC 0 @? last 1501 realized 12.5 unrealized ?',
    ]);
  });

  test.each([
    ['norenordno', null],
    ['qty', null],
    ['trantype', null],
    ['tsym', null],
    ['exch', null],
    ['remarks', '26101400001234 NFO NIFTY20OCT26C25000 BUY 65 @101.5 is 0 filled 0 at 04:32:12'],
    [
      'prc',
      '26101400001234 NFO NIFTY20OCT26C25000 BUY 65 @? is 0 filled 0 tag K7F3Q9ZT01AB at 04:32:12',
    ],
    [
      'fillshares',
      '26101400001234 NFO NIFTY20OCT26C25000 BUY 65 @101.5 is 0 filled ? tag K7F3Q9ZT01AB at 04:32:12',
    ],
    [
      'status',
      '26101400001234 NFO NIFTY20OCT26C25000 BUY 65 @101.5 is ? filled 0 tag K7F3Q9ZT01AB at 04:32:12',
    ],
    [
      'exch_tm',
      '26101400001234 NFO NIFTY20OCT26C25000 BUY 65 @101.5 is 0 filled 0 tag K7F3Q9ZT01AB at 04:32:11',
    ],
  ])('a row without %s: %s', (field, expected) => {
    for (const absent of [undefined, '', ' ']) {
      const row = { ...orderBook[0], [field]: absent };
      if (expected === null) expect(() => orderRow(row)).toThrow(field);
      else expect(orderLine(orderRow(row))).toBe(expected);
    }
  });

  /**
   * The result of each status with each report type, the first without one; of 65, `fillshares` are
   * filled.
   */
  test.each`
    status                               | fillshares | becomes
    ${'PENDING'}                         | ${'0'}     | ${'A A A A E E A A 6 6 A A A A A'}
    ${'ORDER ACK'}                       | ${'0'}     | ${'A A A A E E A A 6 6 A A A A A'}
    ${'ORDER_PENDING'}                   | ${'0'}     | ${'A A A A E E A A 6 6 A A A A A'}
    ${'AMO OPEN'}                        | ${'0'}     | ${'A A A A E E A A 6 6 A A A A A'}
    ${'AFTER MARKET ORDER REQ RECEIVED'} | ${'0'}     | ${'A A A A E E A A 6 6 A A A A A'}
    ${'OPEN'}                            | ${'0'}     | ${'0 0 0 0 E E 0 0 6 6 0 0 0 0 0'}
    ${' Open '}                          | ${''}      | ${'0 0 0 0 E E 0 0 6 6 0 0 0 0 0'}
    ${'OPEN'}                            | ${'5'}     | ${'1 1 1 1 E E 1 1 6 6 1 1 1 1 1'}
    ${'TRIGGER_PENDING'}                 | ${'0'}     | ${'0 0 0 0 E E 0 0 6 6 0 0 0 0 0'}
    ${'Replaced'}                        | ${'5'}     | ${'1 1 1 1 E E 1 1 6 6 1 1 1 1 1'}
    ${'MODIFY_PENDING'}                  | ${'5'}     | ${'E E E E E E E E E E E E E E E'}
    ${'CANCEL_PENDING'}                  | ${'5'}     | ${'6 6 6 6 6 6 6 6 6 6 6 6 6 6 6'}
    ${'COMPLETE'}                        | ${'65'}    | ${'2 2 2 2 2 2 2 2 2 2 2 2 2 2 2'}
    ${'COMPLETE'}                        | ${''}      | ${'2 2 2 2 2 2 2 2 2 2 2 2 2 2 2'}
    ${'COMPLETE'}                        | ${'64'}    | ${'? ? ? ? ? ? ? ? ? ? ? ? ? ? ?'}
    ${'CANCELED'}                        | ${'0'}     | ${'4 4 4 4 4 4 4 4 4 4 4 4 4 4 4'}
    ${'Cancelled'}                       | ${'5'}     | ${'4 4 4 4 4 4 4 4 4 4 4 4 4 4 4'}
    ${'AMO CANCELLED'}                   | ${'0'}     | ${'4 4 4 4 4 4 4 4 4 4 4 4 4 4 4'}
    ${'REJECTED'}                        | ${'0'}     | ${'8 8 8 8 8 8 8 ? 8 8 8 ? 8 8 8'}
    ${'REJECT'}                          | ${'0'}     | ${'8 8 8 8 8 8 8 ? 8 8 8 ? 8 8 8'}
    ${'INVALID_STATUS_TYPE'}             | ${'0'}     | ${'? ? ? ? ? ? ? ? ? ? ? ? ? ? ?'}
    ${'A word of tomorrow'}              | ${'0'}     | ${'? ? ? ? ? ? ? ? ? ? ? ? ? ? ?'}
  `('$status, $fillshares filled: $becomes', ({ status, fillshares, becomes }) => {
    const said = [undefined, ...REPORT_TYPES].map((rpt) => {
      const row: Row = { ...orderBook[0], status, fillshares, rpt };
      const { ordStatus } = orderRow(row);
      expect(orderRow({ ...row, rpt: undefined, reporttype: rpt?.toUpperCase() }).ordStatus).toBe(
        ordStatus,
      );
      return statusCode(ordStatus);
    });
    expect(said.join(' ')).toBe(becomes);
  });
});
