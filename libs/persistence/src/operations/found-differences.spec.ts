import { FoundDifferences, type ReadModelDifference } from './found-differences';

test('all differences are counted, and a thousand of them are kept, however many there are', () => {
  const found = new FoundDifferences();
  const nth = (number: number): ReadModelDifference => ({
    collection: 'orders',
    _id: String(number),
    kind: 'different',
  });
  for (let number = 0; number < 5_000; number += 1) found.add(nth(number));
  expect(found.count).toBe(5_000);
  expect(found.shown).toHaveLength(1_000);
  expect([found.shown[0], found.shown.at(-1)]).toEqual([nth(0), nth(999)]);
});
