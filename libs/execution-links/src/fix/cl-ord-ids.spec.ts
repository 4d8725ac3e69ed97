import fc from 'fast-check';
import { ourClOrdId, wireClOrdId } from './cl-ord-ids';

const hex = fc.string({
  unit: fc.constantFrom(...'0123456789abcdef'),
  minLength: 24,
  maxLength: 24,
});
const numbers = fc.option(fc.integer({ min: 0, max: 62 ** 3 - 1 }), { nil: undefined });

test('short ids are ours again, have at most 20 letters and digits, and no two are the same', () => {
  const seen = new Map<string, string>();
  fc.assert(
    fc.property(hex, numbers, (order, number) => {
      const ours = number === undefined ? order : `${order}-${number}`;
      const short = wireClOrdId(ours, true);
      expect(short).toMatch(/^[0-9A-Za-z]{17,20}$/);
      expect(ourClOrdId(short, true)).toBe(ours);
      expect(seen.get(short) ?? ours).toBe(ours);
      seen.set(short, ours);
    }),
  );
});

test('what is not ours stays as it is, and so does everything where ids may be long', () => {
  for (const id of ['client-7', 'ZZZZZZZZZZZZZZZZZ', '', '0123456789abcdef01234567-x']) {
    expect(wireClOrdId(id, true)).toBe(id);
    expect(ourClOrdId(id, true)).toBe(id);
  }
  const ours = '0123456789abcdef01234567-2';
  expect(wireClOrdId(ours, false)).toBe(ours);
  expect(ourClOrdId('0000000000000000A', false)).toBe('0000000000000000A');
});
