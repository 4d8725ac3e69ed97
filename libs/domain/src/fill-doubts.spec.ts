import { clock } from '../test/builders';
import { decimal, fillDoubts, stampBehind } from '.';

const LIMITS = { pricePercent: 50, stampAheadMs: 30_000 };
const SHARE = { exchange: 'NSE', symbol: 'ACME' };

test.each([
  ['0', null],
  ['-5', null],
  ['-5', 100],
  ['151', 100],
])('a fill at %s after %s is implausible', (price, last) => {
  const fill = { lastPx: decimal(price), transactTime: null };
  const lastPx = last === null ? null : decimal(last);
  expect(fillDoubts(SHARE, fill, lastPx, clock(0), LIMITS)).toMatchObject([
    { code: 'ImplausiblePrice', reported: price },
  ]);
});

const HOUR_MS = 3_600_000;

test.each([
  [-1, undefined],
  [23, undefined],
  [25, 'StampEarly'],
  [24 * 366, 'StampEarly'],
  [24 * 367, 'StampBehind'],
])('a fill stamped %d hours before its order: %s', (hours, code) => {
  const createdAt = clock(0);
  const transactTime = new Date(createdAt.getTime() - hours * HOUR_MS);
  const found = stampBehind({ createdAt }, { transactTime });
  expect(found?.code).toBe(code);
});
