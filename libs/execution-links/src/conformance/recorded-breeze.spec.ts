import { recordsOf } from '@ome/engine';
import { parseFrame } from '../breeze/breeze-frames';
import { parseOrderRow } from '../breeze/breeze-rows';
import { CashFramePrices } from '../breeze/cash-frame-prices';
import { failure, success as said } from '../breeze/testing/breeze-fakes';
import {
  cancel,
  optionOrder,
  placed,
  replace,
  request,
  row,
} from '../breeze/testing/breeze-orders';
import { BreezeRig } from '../breeze/testing/breeze-rig';
import { payload } from '../breeze/testing/payloads';
import { answer } from '../testing/fake-http-server';
import { orderLine, positionLine, statusCode, tradeLine } from './testing/book-lines';
import { describeCommandAnswers, describeFaults, type RecordedBroker } from './testing/recorded';

const EMPTY = { rows: [], unreadable: [] };

const frameOf = (name: string) => JSON.parse(payload(`frame-${name}`)) as string[];

describe('what Breeze was recorded to say', () => {
  const rigs: BreezeRig[] = [];
  afterEach(() => Promise.all(rigs.splice(0).map((rig) => rig.stop())));

  async function open(): Promise<RecordedBroker> {
    const rig = new BreezeRig();
    rigs.push(rig);
    await rig.start();
    const order = optionOrder();
    await rig.link.admit(order, order.commands[0]);
    const requests = {
      new: request(order),
      replace: replace(placed(), { price: placed().price!.plus(1) }),
      cancel: cancel(placed()),
    };
    return {
      link: rig.link,
      budget: rig.budget,
      plays: (status, body) => (rig.server.reaction = answer(status, body)),
      request: (kind) => requests[kind],
    };
  }

  describeCommandAnswers(
    open,
    [
      [200, payload('placed'), 'accepted'],
      [200, payload('placed-cash'), 'accepted'],
      [201, payload('placed'), 'accepted'],
      [200, said({ message: 'Successfully Placed the order' }), 'unknown'],
      [200, said({ order_id: '', message: 'Successfully Placed the order' }), 'unknown'],
    ],
    ['new'],
  );
  describeCommandAnswers(
    open,
    [
      [200, payload('modified'), 'accepted'],
      [200, payload('canceled'), 'accepted'],
      [200, failure('No Data Found'), 'refused'],
      [200, failure('Order has already been executed and cannot be modified.'), 'refused'],
    ],
    ['replace', 'cancel'],
  );
  describeCommandAnswers(open, [
    [200, said(null), 'unknown'],
    [200, said(''), 'unknown'],
    [200, said([]), 'unknown'],
    [200, '', 'unknown'],
    [200, '[]', 'unknown'],
    [200, '<html>It works!</html>', 'unknown'],
    [200, payload('placed').slice(0, 60), 'unknown'],
    [200, { Success: null, Status: 500, Error: null }, 'unknown'],
    [405, '<html>Method Not Allowed</html>', 'refused'],
  ]);

  const A_MINUTE = 'Limit exceed: API call per minute:Try after some time';
  const CHECKSUM = 'Authentication Fail :: Invalid Checksum.';
  describeFaults(
    open,
    [
      [401, failure(A_MINUTE, 5), 'rateLimited'],
      [200, failure(A_MINUTE, 5), 'rateLimited'],
      [200, failure('Limit exceed: API call per day: Try tomorrow', 5), 'rateLimited'],
      [429, '<html>429 Too Many Requests</html>', 'rateLimited'],
      [502, '<html>429 Too Many Requests</html>', 'unknown'],
      [200, failure(CHECKSUM, 5), 'reauthenticate'],
      [401, failure(CHECKSUM, 5), 'reauthenticate'],
      [401, '', 'reauthenticate'],
      [403, '<html>Forbidden</html>', 'reauthenticate'],
      [200, failure('Resource not available.'), 'unknown'],
      [500, '<html>Internal Server Error</html>', 'unknown'],
      [503, failure('Service Unavailable', 503), 'unknown'],
      [408, '', 'unknown'],
      [200, failure('Price should be in multiples of: 0.05'), 'rejected'],
      [200, failure('Insufficient limit: margin required Rs 5'), 'rejected'],
      [500, failure('Something that nobody has heard of'), 'rejected'],
      [200, failure('No Data Found'), 'rejected'],
    ],
    (body) => JSON.stringify(body).includes('No Data Found'),
  );

  test.each([
    ['an empty list', said([])],
    ['nothing', said(null)],
    ['an empty text', said('')],
    ['the word for no data', failure('No Data Found')],
  ])('a list may be %s', async (_name, body) => {
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
    const option = placed();
    plays(200, payload('orders-nfo'));
    expect(recordsOf(await link.history(option)).map(orderLine)).toEqual([
      '202610143800001234 NFO NIFTY20OCT26C25000 BUY 65 @101.5 is 0 filled 0 at 04:32:00',
    ]);
    plays(200, payload('trade-detail'));
    expect(recordsOf(await link.trades(option)).map(tradeLine)).toEqual([
      '202610143800001234 NFO-51234567 40 @101.45 at 04:32:12',
      '202610143800001234 NFO-2026/1014/00001235 25 @101.4 at 04:32:13',
    ]);
    plays(200, payload('positions'));
    expect(
      recordsOf(await link.positions())
        .map(positionLine)
        .slice(0, 2),
    ).toEqual([
      'NFO NIFTY20OCT26C25000 NRML 65 @101.45 last 103.2 realized ? unrealized 113.75',
      'NSE RELIANCE CNC -10 @1400.05 last 1399 realized ? unrealized ?',
    ]);
  });

  test.each([
    ['option', '202610143800001234 NFO BUY 65 @101.5 is 0 filled 0 at 04:32:12'],
    ['future', '202610143800001235 NFO SELL 70 @55000 stop 55010.2 is 1 filled 35 at 04:34:01'],
    ['cash', '20261014N300001234 NSE BUY 10 @1400.1 is 1 filled 4 at 04:35:30'],
  ])('a frame about a %s', (name, expected) => {
    const frame = parseFrame(frameOf(name), new CashFramePrices('rupees'));
    expect(orderLine(frame.order)).toBe(expected);
    const longer = [...frameOf(name).map((text) => `${text}   `), 'and', 'more'];
    expect(parseFrame(longer, new CashFramePrices('rupees'))).toEqual(frame);
  });

  test.each([
    ['price', 'B1 NFO BUY 65 @? is 0 filled 0 at 05:00:00'],
    ['pending_quantity', 'B1 NFO BUY 65 @101.5 is 0 filled ? at 05:00:00'],
    ['status', 'B1 NFO BUY 65 @101.5 is ? filled ? at 05:00:00'],
    ['user_remark', 'B1 NFO BUY 65 @101.5 is 0 filled 0 at 05:00:00'],
    ['order_datetime', 'B1 NFO BUY 65 @101.5 is 0 filled 0'],
  ])('a row without %s: %s', (field, expected) => {
    for (const absent of [undefined, null, '', ' ']) {
      expect(orderLine(parseOrderRow({ ...row(), [field]: absent }).order)).toBe(expected);
    }
  });

  test.each([['order_id'], ['quantity'], ['action']])('a row without %s is unreadable', (field) => {
    for (const absent of [undefined, null, '', ' ', {}]) {
      expect(() => parseOrderRow({ ...row(), [field]: absent })).toThrow(`without ${field}`);
    }
  });

  /** The status by the word of a row and by the letter of a frame, in any spelling. */
  test.each`
    letter | word                                  | becomes
    ${'R'} | ${'Requested'}                        | ${'A'}
    ${'Q'} | ${'Queued'}                           | ${'A'}
    ${'O'} | ${'Ordered'}                          | ${'0'}
    ${'P'} | ${'Partially Executed'}               | ${'1'}
    ${'E'} | ${'Executed'}                         | ${'2'}
    ${'J'} | ${'Rejected'}                         | ${'8'}
    ${'C'} | ${'Cancelled'}                        | ${'4'}
    ${'C'} | ${'Canceled'}                         | ${'4'}
    ${'X'} | ${'Expired'}                          | ${'C'}
    ${'D'} | ${'Partially Executed And Cancelled'} | ${'4'}
    ${'B'} | ${'Partially Executed And Expired'}   | ${'C'}
    ${'F'} | ${'Freezed'}                          | ${'A'}
    ${'A'} | ${'All'}                              | ${'?'}
    ${'Z'} | ${'A word of tomorrow'}               | ${'?'}
  `('$letter, $word: $becomes', ({ letter, word, becomes }) => {
    for (const status of [word, word.toLowerCase(), ` ${word.toUpperCase()} `]) {
      const said = parseOrderRow({ ...row(), status });
      expect(statusCode(said.order.ordStatus)).toBe(becomes);
    }
    for (const [name, position] of [
      ['cash', 20],
      ['option', 25],
    ] as const) {
      const frame = frameOf(name).map((text, at) => (at === position ? letter : text));
      const { order } = parseFrame(frame, new CashFramePrices('rupees'));
      expect(statusCode(order.ordStatus)).toBe(becomes);
    }
  });
});
