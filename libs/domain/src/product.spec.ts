import { canonicalProduct, namesOfProduct } from './product';

test.each([
  ['NSE', null, 'CNC'],
  ['BSE', null, 'CNC'],
  ['NFO', null, 'NRML'],
  ['MCX', null, 'NRML'],
  ['BFO', null, 'NRML'],
  ['CDS', null, 'NRML'],
  ['NSE', 'MIS', 'MIS'],
  ['NSE', 'cash', 'CNC'],
  ['NFO', 'futures', 'NRML'],
  ['NFO', 'options', 'NRML'],
  ['NSE', 'btst', 'BTST'],
])('on %s the product %j is %s', (exchange, product, name) => {
  expect(canonicalProduct(exchange, product)).toBe(name);
});

test.each([
  ['cash', ['cash', 'CNC', 'CASH']],
  ['CNC', ['CNC', 'CASH', 'cash']],
  ['Mis', ['Mis', 'MIS']],
  ['NRML', ['NRML', 'FUTURES', 'futures', 'OPTIONS', 'options']],
  ['btst', ['btst']],
])('%s may be stored as one of %j', (product, names) => {
  expect(namesOfProduct(product)).toEqual(names);
});
