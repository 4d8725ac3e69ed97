/** The share of the 32-bit range that mulberry32 draws from. */
const RANGE = 2 ** 32;

/** A small seeded generator (mulberry32): the same seed draws the same numbers, in order. */
export class SeededRandom {
  private state: number;

  private constructor(state: number) {
    this.state = state;
  }

  /**
   * A separate generator for the given names. What happens to one order must not depend on how the
   * orders around it interleave, so no two orders share a generator.
   */
  static derive(seed: number, ...parts: (string | number)[]): SeededRandom {
    return new SeededRandom(spread(mixedIn(OFFSET, `${seed}\n${parts.join('\n')}`)));
  }

  /** The same as `derive` for many names that differ in the last part alone. */
  static family(seed: number, ...parts: (string | number)[]): (last: number) => SeededRandom {
    const common = mixedIn(OFFSET, `${[seed, ...parts].join('\n')}\n`);
    return (last) => new SeededRandom(spread(mixedIn(common, String(last))));
  }

  /** A whole number from 0 to 2^32 - 1. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) >>> 0;
  }

  /** A whole number from min to max, both included. */
  integer(min: number, max: number): number {
    return min + Math.floor((this.next() / RANGE) * (max - min + 1));
  }

  chance(probability: number): boolean {
    return this.next() / RANGE < probability;
  }

  /** A shuffled copy; with two items or more never in the original order. */
  shuffle<T>(items: readonly T[]): T[] {
    const shuffled = [...items];
    for (let last = shuffled.length - 1; last > 0; last -= 1) {
      const other = this.integer(0, last);
      [shuffled[last], shuffled[other]] = [shuffled[other], shuffled[last]];
    }
    if (shuffled.every((item, index) => item === items[index])) {
      shuffled.push(...shuffled.splice(0, 1));
    }
    return shuffled;
  }
}

const OFFSET = 0x811c9dc5;

/** FNV-1a over UTF-16 units. */
function mixedIn(start: number, text: string): number {
  let value = start;
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  return value;
}

/** Mixed so that neighbouring ids land far apart. */
function spread(hash: number): number {
  let value = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}
