import { decimal } from './decimal';
import { Side } from './requested-order';
import { pricesOnStep } from './price-step';
import { type Refusal, RefusalCode } from './refusal';

const terms = (price: string, stopPrice: string | null = null) => ({
  price: decimal(price),
  stopPrice: stopPrice === null ? null : decimal(stopPrice),
});
const step = decimal('0.05');

test.each([
  ['0.30000000000000004', '0.3 and 0.35'],
  ['100.03', '100 and 100.05'],
  ['0.01', 'are 0.05'],
])('%s is refused: the nearest are %s', (price, nearest) => {
  const refusal = pricesOnStep(terms(price), Side.Buy, step, 'refuse') as Refusal;
  expect(refusal.refused).toBe(RefusalCode.OffTick);
  expect(refusal.text).toContain(nearest);
});

test.each([
  [Side.Buy, '100.03', null, '100', null],
  [Side.Sell, '100.03', null, '100.05', null],
  // Rounded the same way, so that a limit stays on its side of the trigger.
  [Side.Buy, '100.03', '100.02', '100', '100'],
  [Side.Sell, '100', '100.02', '100', '100.05'],
])('rounded, a %s at %s with trigger %s is at %s with %s', (side, price, stop, to, trigger) => {
  expect(pricesOnStep(terms(price, stop), side, step, 'round')).toEqual(terms(to, trigger));
});

test('nothing is rounded to zero', () => {
  expect(pricesOnStep(terms('0.01'), Side.Buy, step, 'round')).toMatchObject({
    refused: RefusalCode.OffTick,
  });
});

test('prices on the tick size, and missing prices, stay unchanged', () => {
  const limit = terms('100.05', '100');
  expect(pricesOnStep(limit, Side.Buy, step, 'refuse')).toBe(limit);
  const market = { price: null, stopPrice: null };
  expect(pricesOnStep(market, Side.Buy, step, 'refuse')).toBe(market);
});
