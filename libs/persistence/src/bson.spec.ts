import { Decimal, decimal, decimalText } from '@ome/domain';
import fc from 'fast-check';
import { mongo } from 'mongoose';
import { fromBson, toBson } from './bson';

const { Decimal128 } = mongo.BSON;

const decimals = fc
  .tuple(fc.bigInt({ min: -(10n ** 33n), max: 10n ** 33n }), fc.integer({ min: 0, max: 30 }))
  .map(([coefficient, scale]) => new Decimal(`${coefficient}e-${scale}`));
const fewDigits = fc
  .tuple(fc.maxSafeInteger(), fc.integer({ min: 0, max: 8 }))
  .map(([coefficient, scale]) => new Decimal(`${coefficient}e-${scale}`));

test('a decimal is stored bit by bit as MongoDB reads its text', () => {
  fc.assert(
    fc.property(fc.oneof(decimals, fewDigits), (value) => {
      const stored = toBson(value) as mongo.Decimal128;
      expect(stored.bytes).toEqual(Decimal128.fromString(decimalText(value)).bytes);
      expect(fromBson(stored)).toEqual(value);
    }),
  );
});

test.each(['0', '1', '-1', '0.05', '1500.5', '99999999999999.9', '4294967296', '-0.000001'])(
  '%s is stored as MongoDB reads it',
  (text) => {
    expect(String(toBson(decimal(text)))).toBe(Decimal128.fromString(text).toString());
  },
);

test('what is nested is converted, and the rest stays as it is', () => {
  const at = new Date();
  const event = { at, text: 'a', none: null, isSo: true, fills: [{ price: decimal('1.5') }] };
  const stored = toBson(event) as typeof event;
  expect(stored).toEqual({ ...event, fills: [{ price: Decimal128.fromString('1.5') }] });
  expect(fromBson(stored)).toEqual(event);
});
