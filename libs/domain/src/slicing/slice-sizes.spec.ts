import fc from 'fast-check';
import { decimal, ZERO } from '../decimal';
import { RefusalCode } from '../refusal';
import { MAX_SLICES, sliceQuantities, sliceQuantity } from './slice-sizes';

type Row = [quantity: string, lot: string, freeze: string | null, slices: string[] | RefusalCode];

describe('the slices of an order', () => {
  test.each<Row>([
    ['9000', '75', '1800', ['1800', '1800', '1800', '1800', '1800']],
    ['4500', '75', '1800', ['1800', '1800', '900']],
    // 1755 is not a multiple of 75.
    ['3525', '75', '1755', ['1725', '1725', '75']],
    ['1801', '75', '1800', ['1800', '1']],
    ['1800', '75', '1800', []],
    ['75', '75', '1800', []],
    ['1000000000000', '1', '100000000000', Array<string>(10).fill('100000000000')],
    ['0.7', '0.1', '0.35', ['0.3', '0.3', '0.1']],
    ['10', '0', '4', ['4', '4', '2']],
    ['180000', '75', '1800', Array<string>(100).fill('1800')],
    ['180001', '75', '1800', RefusalCode.TooManySlices],
    ['1900', '2000', '1800', RefusalCode.AboveFreezeQty],
    ['1900', '75', null, RefusalCode.FreezeQtyUnknown],
    ['1900', '75', '0', RefusalCode.FreezeQtyUnknown],
  ])('%s in lots of %s, freeze quantity %s', (orderQty, lotSize, freezeQty, expected) => {
    const rules = { lotSize: decimal(lotSize), freezeQty: freezeQty ? decimal(freezeQty) : null };
    const quantity = sliceQuantity(decimal(orderQty), rules);
    if (quantity && 'refused' in quantity) return expect(quantity.refused).toBe(expected);
    const slices = quantity ? sliceQuantities(decimal(orderQty), quantity) : [];
    expect(slices.map((slice) => slice.toFixed())).toEqual(expected);
  });

  test('of an unknown instrument: none', () => {
    expect(sliceQuantity(decimal(10), null)).toEqual({ refused: RefusalCode.FreezeQtyUnknown });
  });

  test('slices are whole lots within the freeze quantity, and sum to the order', () => {
    const amount = fc.integer({ min: 1, max: 5_000 }).map((n) => decimal(n).div(100));
    fc.assert(
      fc.property(amount, amount, amount, (orderQty, lotSize, freezeQty) => {
        const quantity = sliceQuantity(orderQty, { lotSize, freezeQty });
        if (!quantity || 'refused' in quantity) return;
        const slices = sliceQuantities(orderQty, quantity);
        expect(slices.length).toBeLessThanOrEqual(MAX_SLICES);
        expect(slices.reduce((sum, slice) => sum.plus(slice), ZERO)).toEqual(orderQty);
        for (const slice of slices) expect(slice.lte(freezeQty)).toBe(true);
        for (const slice of slices.slice(0, -1)) expect(slice.mod(lotSize).isZero()).toBe(true);
      }),
    );
  });
});
