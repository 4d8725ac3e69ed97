import { Malformed } from '../malformed';

/** Recorded prices of each symbol, by the second from the start of the tape, in order. */
export type Tape = ReadonlyMap<string, readonly (readonly [second: number, price: number])[]>;

/**
 * Reads `second,symbol,price` rows under such a header.
 * @param nameOf the name of a share or an index, by any of its symbols
 * @throws Malformed that names the line
 */
export function parseTape(csv: unknown, nameOf: (symbol: string) => string | undefined): Tape {
  if (typeof csv !== 'string') throw new Malformed('csv must be a text');
  const [header, ...lines] = csv.trim().split(/\r?\n/);
  if (header?.trim() !== 'second,symbol,price') {
    throw new Malformed('csv must begin with the line second,symbol,price');
  }
  const tape = new Map<string, [number, number][]>();
  for (const [index, line] of lines.entries()) {
    const [second, symbol, price] = line.split(',').map((value) => value.trim());
    if (!/^\d{1,9}$/.test(second) || !symbol || !(Number(price) > 0)) {
      throw new Malformed(
        `line ${index + 2} of csv must be a second, a symbol and a price above 0`,
      );
    }
    const name = nameOf(symbol);
    if (name === undefined) {
      throw new Malformed(
        `line ${index + 2} of csv: ${symbol} is no share or index that is listed`,
      );
    }
    const prices = tape.get(name) ?? [];
    prices.push([Number(second), Number(price)]);
    tape.set(name, prices);
  }
  for (const prices of tape.values()) prices.sort(([left], [right]) => left - right);
  return tape;
}

/** The price that the tape has for a second; null before its first and once its last has passed. */
export function tapePrice(tape: Tape, symbol: string, second: number): number | null {
  const prices = tape.get(symbol) ?? [];
  const end = prices.at(-1)?.[0] ?? -1;
  const known = second > end ? undefined : prices.findLast(([at]) => at <= second);
  return known?.[1] ?? null;
}
