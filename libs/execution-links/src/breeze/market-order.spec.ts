import { type Decimal, decimal, Side } from '@ome/domain';
import fc from 'fast-check';
import { protectedLimit } from './market-order';

const bounds = (lower: string | null, upper: string | null, tick: string | null = '0.05') => ({
  lowerCircuit: lower === null ? null : decimal(lower),
  upperCircuit: upper === null ? null : decimal(upper),
  tickSize: tick === null ? null : decimal(tick),
});

describe('protectedLimit', () => {
  // [product, side, reference, lower, upper, tick, limit]
  test.each([
    ['options', Side.Buy, '103.2', '0.05', '512', '0.05', '113.5'],
    ['options', Side.Sell, '103.2', '0.05', '512', '0.05', '92.9'],
    ['options', Side.Buy, '3', null, null, '0.05', '8'],
    ['options', Side.Sell, '3', null, null, '0.05', '0.05'],
    ['options', Side.Sell, '3', '0.4', null, '0.05', '0.4'],
    ['options', Side.Buy, '103.2', null, '110.03', '0.05', '110'],
    ['futures', Side.Buy, '25000', null, null, '0.1', '25375'],
    ['futures', Side.Sell, '25000', null, null, '0.1', '24625'],
    ['futures', Side.Buy, '1', null, null, '0.05', '1.05'],
    ['cash', Side.Buy, '1400.1', '1260.1', '1540.1', '0.1', '1442.1'],
    ['cash', Side.Sell, '1400.1', '1260.1', '1540.1', '0.1', '1358.1'],
    ['cash', Side.Sell, '1400.1', '1360.05', null, '0.1', '1360.1'],
    ['cash', Side.Buy, '1', null, null, '0.01', '1.05'],
  ] as const)('%s %s at %s', (product, side, reference, lower, upper, tick, limit) => {
    const price = protectedLimit(product, side, decimal(reference), bounds(lower, upper, tick));
    expect(price.toFixed()).toBe(limit);
  });

  test('lies on a tick, within the circuit limits, on the far side of the reference', () => {
    const paise = (from: number, to: number) =>
      fc.integer({ min: from, max: to }).map((value): Decimal => decimal(value).div(100));
    fc.assert(
      fc.property(
        fc.constantFrom('options', 'futures', 'cash'),
        fc.constantFrom(Side.Buy, Side.Sell),
        fc.integer({ min: 1, max: 2_000_000 }),
        fc.constantFrom('0.01', '0.05', '0.1'),
        paise(0, 50_000),
        (product, side, ticks, tick, room) => {
          const tickSize = decimal(tick);
          const reference = tickSize.mul(ticks);
          const [lowerCircuit, upperCircuit] = [reference.minus(room), reference.plus(room)];
          const limit = protectedLimit(product, side, reference, {
            lowerCircuit: lowerCircuit.gt(0) ? lowerCircuit : null,
            upperCircuit,
            tickSize,
          });
          expect(limit.mod(tickSize).isZero()).toBe(true);
          expect(limit.gt(0)).toBe(true);
          expect(limit.lte(upperCircuit) && limit.gte(lowerCircuit)).toBe(true);
          expect(side === Side.Buy ? limit.gte(reference) : limit.lte(reference)).toBe(true);
        },
      ),
    );
  });

  test('without a tick or a price it is refused', () => {
    expect(() => protectedLimit('cash', Side.Buy, decimal(1), bounds(null, null, null))).toThrow(
      expect.objectContaining({ faultClass: 'rejected' }) as Error,
    );
    expect(() => protectedLimit('cash', Side.Buy, decimal(0), bounds(null, null))).toThrow(
      expect.objectContaining({ faultClass: 'rejected' }) as Error,
    );
  });
});
