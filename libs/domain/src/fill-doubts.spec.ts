import { clock } from '../test/builders';
import { decimal, fillDoubts } from '.';

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
