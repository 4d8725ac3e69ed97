import { decimal } from './decimal';
import { movedBetweenProducts } from './moved-between-products';

type Net = [product: string, ours: number, theirs: number];

test.each<[Net[], string[]]>([
  [
    [
      ['MIS', 10, 0],
      ['CNC', 0, 10],
    ],
    ['10 from MIS to CNC'],
  ],
  [
    [
      ['MIS', 10, 6],
      ['CNC', 5, 9],
    ],
    ['4 from MIS to CNC'],
  ],
  [
    [
      ['CNC', 0, 10],
      ['MIS', 10, 0],
    ],
    ['10 from MIS to CNC'],
  ],
  [
    [
      ['MIS', -10, 0],
      ['NRML', 0, -10],
    ],
    ['-10 from MIS to NRML'],
  ],
  // The total differs.
  [
    [
      ['MIS', 10, 0],
      ['CNC', 0, 9],
    ],
    [],
  ],
  // A short that was converted, and bought back before the conversion was seen.
  [
    [
      ['CNC', 651, 654],
      ['MIS', 0, -3],
    ],
    ['3 from MIS to CNC'],
  ],
  [
    [
      ['CNC', 0, 10],
      ['MIS', 0, -10],
    ],
    ['10 from MIS to CNC'],
  ],
  [[['MIS', 10, 0]], []],
  [
    [
      ['MIS', 10, 0],
      ['CNC', 0, 5],
      ['MTF', 0, 5],
    ],
    [],
  ],
  [
    [
      ['MIS', 10, 10],
      ['CNC', 3, 3],
    ],
    [],
  ],
])('%j: %j', (nets, expected) => {
  const moves = movedBetweenProducts(
    nets.map(([product, ours, theirs]) => ({
      exchange: 'NSE',
      symbol: 'ACME',
      product,
      ours: decimal(ours),
      theirs: decimal(theirs),
    })),
  );
  expect(
    moves.map((each) => `${each.quantity.toFixed()} from ${each.fromProduct} to ${each.toProduct}`),
  ).toEqual(expected);
});
