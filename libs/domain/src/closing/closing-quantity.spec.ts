import { decimal, decimalText } from '../decimal';
import { closingQuantity } from './closing-quantity';

type Row = [
  ours: number,
  working: number,
  broker: { net: number; against?: number; working?: number } | null,
  expected: string,
];

describe('the quantity of a position that may be closed', () => {
  test.each<Row>([
    // The link reports no positions.
    [10, 0, null, 'SELL 10'],
    [-10, 0, null, 'BUY 10'],
    [10, 4, null, 'SELL 6'],
    [10, 10, null, 'alreadyClosing'],
    [10, 12, null, 'alreadyClosing'],
    [0, 0, null, 'flat'],
    // The broker agrees.
    [10, 0, { net: 10 }, 'SELL 10'],
    [-10, 0, { net: -10 }, 'BUY 10'],
    [10, 4, { net: 10, working: 4 }, 'SELL 6'],
    // Filled at the broker but not booked here yet.
    [10, 10, { net: 0, working: 10 }, 'alreadyClosing'],
    // Somebody traded in the broker's own app.
    [10, 0, { net: 4 }, 'SELL 4'],
    [-10, 0, { net: -4 }, 'BUY 4'],
    [10, 0, { net: 0 }, 'notHeld'],
    [10, 0, { net: -10 }, 'notHeld'],
    [-10, 0, { net: 10 }, 'notHeld'],
    [10, 0, { net: 25 }, 'SELL 10'],
    [10, 3, { net: 4, working: 3 }, 'SELL 1'],
    [10, 4, { net: 4, working: 4 }, 'alreadyClosing'],
    [0, 0, { net: 10 }, 'flat'],
    // Another account of the session holds 5 as well.
    [10, 0, { net: 15 }, 'SELL 10'],
    [10, 0, { net: 15, working: 5 }, 'SELL 10'],
    [10, 0, { net: 12, working: 5 }, 'SELL 7'],
    // Another account of the session is short: the broker shows the difference.
    [10, 0, { net: 6, against: -4 }, 'SELL 10'],
    [10, 0, { net: 0, against: -10 }, 'SELL 10'],
    [-10, 0, { net: 0, against: 10 }, 'BUY 10'],
    [10, 0, { net: 2, against: -4 }, 'SELL 6'],
    [10, 0, { net: -4, against: -4 }, 'notHeld'],
  ])('%j with %j being closed, the broker reports %j: %s', (ours, working, broker, expected) => {
    const quantity = closingQuantity({
      netQty: decimal(ours),
      working: decimal(working),
      broker: broker && {
        netQty: decimal(broker.net),
        against: decimal(broker.against ?? 0),
        working: decimal(broker.working ?? 0),
      },
    });
    const shown =
      quantity.outcome === 'close'
        ? `${quantity.side} ${decimalText(quantity.quantity)}`
        : quantity.outcome;
    expect(shown).toBe(expected);
  });

  test.each([
    [10, 4, 'The broker holds 4 of your 10'],
    [10, 0, 'The broker holds nothing of your 10'],
    [-10, 3, 'The broker is at 3, and you at -10'],
    [10, 10, null],
  ])('ours %j, theirs %j: the text is %j', (ours, theirs, text) => {
    const broker = { netQty: decimal(theirs), against: decimal(0), working: decimal(0) };
    const books = { netQty: decimal(ours), working: decimal(0), broker };
    expect(closingQuantity(books).text).toBe(text);
  });
});
