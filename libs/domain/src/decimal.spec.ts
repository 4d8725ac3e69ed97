import { Decimal, decimal, decimalFault, decimalText, divide } from './decimal';

const DIGITS_34 = '1234567890123456789012345678901234';

describe('decimalFault', () => {
  test.each([
    ['0', null],
    ['-0', null],
    ['12', null],
    ['+12.5', null],
    ['.5', null],
    ['5.', null],
    ['007', null],
    ['1e3', null],
    ['1E-20', null],
    ['0e9999', null],
    ['9e20', null],
    [`0.${DIGITS_34}`, null],
    [`1.${'0'.repeat(60)}`, null],
    ['', 'must be a decimal number'],
    [' ', 'must be a decimal number'],
    [' 1', 'must be a decimal number'],
    ['1\n', 'must be a decimal number'],
    ['.', 'must be a decimal number'],
    ['-', 'must be a decimal number'],
    ['1.2.3', 'must be a decimal number'],
    ['1,000', 'must be a decimal number'],
    ['1_000', 'must be a decimal number'],
    ['NaN', 'must be a decimal number'],
    ['Infinity', 'must be a decimal number'],
    ['-Infinity', 'must be a decimal number'],
    ['0x10', 'must be a decimal number'],
    ['0b1', 'must be a decimal number'],
    ['1e', 'must be a decimal number'],
    ['1e99999', 'must be a decimal number'],
    ['١٢', 'must be a decimal number'],
    [`0.${DIGITS_34}5`, 'must have at most 34 digits'],
    [`${DIGITS_34}5`, 'must have at most 34 digits'],
    ['1e21', 'must lie between 1e-20 and 1e20'],
    ['1e-21', 'must lie between 1e-20 and 1e20'],
    ['1e9999', 'must lie between 1e-20 and 1e20'],
  ])('%j: %s', (text, fault) => {
    expect(decimalFault(text)).toBe(fault);
  });
});

describe('decimal', () => {
  test('is exact where binary floating point is not', () => {
    expect(decimal('0.1').plus(decimal('0.2')).eq(decimal('0.3'))).toBe(true);
  });

  test('keeps every digit of the product of two 34-digit factors, and of their sum', () => {
    const factor = decimal(`0.${DIGITS_34}`);
    const product = factor.times(factor);
    expect(product.precision()).toBeGreaterThan(64);
    expect(product.plus('1e20').minus('1e20').eq(product)).toBe(true);
  });

  test('reads a number through its shortest text', () => {
    expect(decimal(0.1).toFixed()).toBe('0.1');
  });

  test.each(['x', 'NaN', '', '1e21'])('throws RangeError for %j', (text) => {
    expect(() => decimal(text)).toThrow(RangeError);
  });

  test.each([NaN, Infinity, 1e300])('throws RangeError for the number %d', (value) => {
    expect(() => decimal(value)).toThrow(RangeError);
  });
});

describe('divide', () => {
  test.each([
    ['1', '3', `0.${'3'.repeat(34)}`],
    ['2', '3', `0.${'6'.repeat(33)}7`],
    ['101000', '1000', '101'],
  ])('%s / %s = %s', (dividend, divisor, quotient) => {
    expect(divide(decimal(dividend), decimal(divisor)).toFixed()).toBe(quotient);
  });

  test('the quotient is as exact in later sums as any other decimal', () => {
    const third = divide(decimal(1), decimal(3));
    expect(third.plus(decimal('1e20')).minus(decimal('1e20')).eq(third)).toBe(true);
  });
});

describe('decimalText', () => {
  test.each([
    ['1e20', `1${'0'.repeat(20)}`],
    ['1e-20', `0.${'0'.repeat(19)}1`],
    ['-12.50', '-12.5'],
    ['-0', '0'],
  ])('%s is written %s', (text, written) => {
    expect(decimalText(new Decimal(text))).toBe(written);
  });

  test('is truncated to the digits that a Decimal128 holds', () => {
    expect(decimalText(new Decimal(`0.${DIGITS_34}9`))).toBe(
      '0.1234567890123456789012345678901235',
    );
  });
});
