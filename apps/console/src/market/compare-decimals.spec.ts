import Decimal from 'decimal.js';
import * as fc from 'fast-check';
import { compareDecimals } from './compare-decimals';

const decimalText = fc
  .tuple(fc.boolean(), fc.bigInt({ min: 0n, max: 10n ** 24n }), fc.nat({ max: 8 }))
  .map(([negative, digits, places]) => {
    const text = digits.toString().padStart(places + 1, '0');
    const whole = text.slice(0, text.length - places);
    const part = places === 0 ? '' : `.${text.slice(-places)}`;
    return `${negative ? '-' : ''}${whole}${part}`;
  });

describe('comparing decimals as strings', () => {
  test('agrees with exact arithmetic', () => {
    fc.assert(
      fc.property(decimalText, decimalText, (left, right) => {
        expect(Math.sign(compareDecimals(left, right))).toBe(
          new Decimal(left).comparedTo(new Decimal(right)),
        );
      }),
    );
  });

  test.each([
    ['10', '9', 1],
    ['-10', '-9', -1],
    ['1.50', '1.5', 0],
    ['0', '-0.00', 0],
    [null, '-1', -1],
    ['-1', null, 1],
    [null, null, 0],
  ])('%s and %s', (left, right, expected) => {
    expect(Math.sign(compareDecimals(left, right))).toBe(expected);
  });
});
