import { decimal, decimalText } from '../decimal';
import { Side } from '../requested-order';
import { unwindingQuantity } from './unwinding-quantity';

type Row = [
  ours: number,
  broker: { net: number; others?: number[]; working?: number } | null,
  more: { working?: number; closings?: number; clients?: number; legs?: number },
  expected: string,
];

/** Of a leg that bought 10; all signs are turned for one that sold 10. */
const ROWS: Row[] = [
  // The link reports no positions.
  [10, null, {}, 'close 10'],
  [25, null, {}, 'close 10'],
  [4, null, {}, 'close 4, 6 not held'],
  [0, null, {}, 'close 0, 10 not held'],
  // Somebody closed it at the broker, and we may not know it yet.
  [10, { net: 10 }, {}, 'close 10'],
  [10, { net: 4 }, {}, 'close 4, 6 not held'],
  [10, { net: 0 }, {}, 'close 0, 10 not held'],
  [10, { net: -15 }, {}, 'close 0, 10 not held'],
  [0, { net: 10 }, {}, 'close 0, 10 not held'],
  // Orders that are open may close a part: that is still held.
  [10, { net: 10 }, { working: 4 }, 'close 6'],
  [10, { net: 10 }, { working: 10 }, 'close 0'],
  [25, { net: 25 }, { working: 4 }, 'close 10'],
  // Another strategy of the account holds the other side.
  [4, null, { legs: -6 }, 'close 10'],
  [4, null, { legs: -2 }, 'close 6, 4 not held'],
  [4, null, { legs: 6 }, 'close 4, 6 not held'],
  [0, { net: 0 }, { legs: -10 }, 'close 10'],
  [3, { net: 3 }, { closings: 2, legs: -20 }, 'close 8, 2 not held'],
  [3, { net: 3 }, { closings: 1, clients: 1, legs: -20 }, 'close 8, 2 not held'],
  [3, { net: 1 }, { legs: -20 }, 'close 8, 2 not held'],
  [3, { net: 3 }, { legs: -20, working: 4 }, 'close 6'],
  [3, { net: 3, working: 4 }, { legs: -20 }, 'close 6'],
  [25, { net: 25 }, { legs: -20 }, 'close 10'],
  [-5, { net: -5 }, { clients: 15 }, 'close 10'],
  [-5, { net: -5 }, {}, 'close 10'],
  [-5, { net: -5 }, { closings: 4 }, 'close 6, 4 not held'],
  [-5, { net: -5 }, { closings: 30 }, 'close 0, 10 not held'],
  [-5, { net: -8 }, {}, 'close 7, 3 not held'],
  [-5, null, { closings: 4 }, 'close 6, 4 not held'],
  [-5, { net: -5 }, { working: 10 }, 'close 0'],
  // Where it does not, what somebody closed shows in the position.
  [10, { net: 10 }, { closings: 4 }, 'close 10'],
  // Other accounts of the session.
  [10, { net: 4, others: [-6] }, {}, 'close 10'],
  [10, { net: 15, others: [5] }, {}, 'close 10'],
  [10, { net: 15, others: [5], working: 5 }, {}, 'close 10'],
  [10, { net: 12, others: [5], working: 5 }, {}, 'close 7'],
  [-5, { net: 0, others: [5] }, {}, 'close 10'],
];

describe.each([
  [Side.Buy, 1],
  [Side.Sell, -1],
])('what may be unwound of a leg, %s 10', (side, sign) => {
  test.each(ROWS)('%d here, %j there, %j: %s', (ours, broker, more, expected) => {
    const { close, notHeld } = unwindingQuantity({
      side,
      quantity: decimal(10),
      netQty: decimal(sign * ours),
      closed: { closings: decimal(more.closings ?? 0), clients: decimal(more.clients ?? 0) },
      ofOtherLegs: decimal(sign * (more.legs ?? 0)),
      working: decimal(more.working ?? 0),
      broker: broker && {
        netQty: decimal(sign * broker.net),
        ofOthers: (broker.others ?? []).map((net) => decimal(sign * net)),
        working: decimal(broker.working ?? 0),
      },
    });
    const left = notHeld.isZero() ? '' : `, ${decimalText(notHeld)} not held`;
    expect(`close ${decimalText(close)}${left}`).toBe(expected);
  });
});
