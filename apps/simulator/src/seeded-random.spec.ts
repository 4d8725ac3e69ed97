import { SeededRandom } from './seeded-random';

const draw = (random: SeededRandom): number[] => Array.from({ length: 20 }, () => random.next());

describe('SeededRandom', () => {
  it('draws the same from the same seed and name, and other numbers from any other', () => {
    const numbers = draw(SeededRandom.derive(1, 'order', 1));
    expect(draw(SeededRandom.derive(1, 'order', 1))).toEqual(numbers);
    expect(draw(SeededRandom.derive(2, 'order', 1))).not.toEqual(numbers);
    expect(draw(SeededRandom.derive(1, 'order', 2))).not.toEqual(numbers);
  });

  it('covers a range evenly, both ends included', () => {
    const random = SeededRandom.derive(1, 'range');
    const counts = new Map<number, number>();
    for (let index = 0; index < 3_000; index += 1) {
      const value = random.integer(1, 3);
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    expect([...counts.keys()].sort()).toEqual([1, 2, 3]);
    for (const count of counts.values()) expect(count).toBeGreaterThan(900);
  });

  it('draws independently for neighbouring ids', () => {
    const hits = Array.from({ length: 2_000 }, (_, index) =>
      SeededRandom.derive(1, 'request', `65f0c0ffee${index}`, 0).chance(0.1),
    ).filter(Boolean).length;
    expect(hits).toBeGreaterThan(140);
    expect(hits).toBeLessThan(260);
  });

  it('never shuffles into the original order', () => {
    for (let seed = 0; seed < 50; seed += 1) {
      const shuffled = SeededRandom.derive(seed, 'shuffle').shuffle(['a', 'b']);
      expect(shuffled).toEqual(['b', 'a']);
    }
    expect(SeededRandom.derive(1, 'shuffle').shuffle(['a'])).toEqual(['a']);
  });
});
