import { Decimal } from '../exact-decimal';
import { take, triggers } from './matching';

const decimal = (value: number | string): Decimal => new Decimal(value);
const levels = (...rows: [number, number][]) =>
  rows.map(([price, quantity]) => ({ price: decimal(price), quantity }));
const offers = levels([100, 10], [101, 20], [102, 30]);

const taken = (side: '1' | '2', quantity: number, price: number | null, book = offers) =>
  take(
    { side, leavesQty: decimal(quantity), price: price === null ? null : decimal(price) },
    book,
  ).map((match) => `${match.quantity.toFixed()}@${match.price.toFixed()}`);

it.each([
  ['meets nothing below the best offer', 5, 99, []],
  ['gets the price of the book, not its own', 5, 110, ['5@100']],
  ['slips through the levels that it needs', 25, 110, ['10@100', '15@101']],
  ['stops at its limit', 25, 100, ['10@100']],
  ['takes what the book has', 100, 110, ['10@100', '20@101', '30@102']],
  ['takes any price at the market', 12, null, ['10@100', '2@101']],
])('a buy order %s', (_, quantity, price, expected) => {
  expect(taken('1', quantity, price)).toEqual(expected);
});

it('sells from the highest bid down to its limit', () => {
  const bids = levels([99, 10], [98, 10], [97, 10]);
  expect(taken('2', 25, 98, bids)).toEqual(['10@99', '10@98']);
});

it('wakes stop orders when the last price reaches them', () => {
  expect(triggers('1', decimal(100), decimal(100))).toBe(true);
  expect(triggers('1', decimal(100), decimal('99.95'))).toBe(false);
  expect(triggers('2', decimal(100), decimal('99.95'))).toBe(true);
  expect(triggers('2', decimal(100), decimal('100.05'))).toBe(false);
});
