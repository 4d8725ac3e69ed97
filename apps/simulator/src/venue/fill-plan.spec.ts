import fc from 'fast-check';
import { Decimal } from '../exact-decimal';
import { SeededRandom } from '../seeded-random';
import { marketPrice, planFills, splitQuantity } from './fill-plan';

const random = (seed: number): SeededRandom => SeededRandom.derive(seed, 'test');

describe('splitQuantity', () => {
  it('sums to the total in parts above zero, at the precision of the total', () => {
    const quantities = fc.record({
      seed: fc.nat(),
      parts: fc.integer({ min: 1, max: 5 }),
      units: fc.bigInt({ min: 1n, max: 10n ** 30n }),
      scale: fc.integer({ min: 0, max: 18 }),
    });
    fc.assert(
      fc.property(quantities, ({ seed, parts, units, scale }) => {
        const total = new Decimal(units.toString()).div(new Decimal(10).pow(scale));
        const split = splitQuantity(total, parts, random(seed));
        const sum = split.reduce((left, right) => left.plus(right));
        expect(sum.toFixed()).toBe(total.toFixed());
        expect(split.every((part) => part.greaterThan(0))).toBe(true);
        expect(split.every((part) => part.decimalPlaces() <= total.decimalPlaces())).toBe(true);
        expect(split.length).toBeLessThanOrEqual(parts);
      }),
    );
  });

  it('makes no more parts than there are units', () => {
    expect(splitQuantity(new Decimal(2), 3, random(1)).map(String)).toEqual(['1', '1']);
    expect(splitQuantity(new Decimal('0.1'), 3, random(1)).map(String)).toEqual(['0.1']);
  });
});

describe('planFills', () => {
  it('draws one, two and three parts, with delays in the range', () => {
    const plans = Array.from({ length: 60 }, (_, seed) =>
      planFills(new Decimal(100), { partDelayMs: { min: 3, max: 5 } }, random(seed)),
    );
    expect(new Set(plans.map((plan) => plan.length))).toEqual(new Set([1, 2, 3]));
    const delays = new Set(plans.flat().map((part) => part.delayMs));
    expect(delays).toEqual(new Set([3, 4, 5]));
  });
});

describe('marketPrice', () => {
  it('stays near the level of its symbol, on a tick of 0.05', () => {
    const prices = Array.from({ length: 50 }, (_, seed) => marketPrice(9, 'TCS', random(seed)));
    const lowest = Decimal.min(...prices);
    expect(new Set(prices.map(String)).size).toBeGreaterThan(5);
    expect(
      Decimal.max(...prices)
        .div(lowest)
        .toNumber(),
    ).toBeLessThan(1.03);
    expect(prices.every((price) => price.mod('0.05').isZero() && price.greaterThan(0))).toBe(true);
    expect(marketPrice(10, 'TCS', random(0)).equals(marketPrice(9, 'TCS', random(0)))).toBe(false);
  });
});
