import { priceText } from './price-text';

test.each([
  ['120', '120.00'],
  ['120.5', '120.50'],
  ['-0.05', '-0.05'],
  ['83.4525', '83.4525'],
])('the price %s is shown as %s', (price, shown) => {
  expect(priceText(price)).toBe(shown);
});
