import { averageText, priceText, resultText } from './figure-text';

test.each([
  ['120', '120.00'],
  ['120.5', '120.50'],
  ['-0.05', '-0.05'],
  ['83.4525', '83.4525'],
])('the price %s is shown as %s', (price, shown) => {
  expect(priceText(price)).toBe(shown);
});

test.each([
  ['120.5', '120.50'],
  ['33.3333333333333333333333333333333', '33.3333'],
  ['0.00005', '0.0001'],
])('the average %s is shown as %s', (average, shown) => {
  expect(averageText(average)).toBe(shown);
});

test.each([
  ['10144.0263816226704191489846163782', '+10144.03'],
  ['-12.5', '−12.50'],
  ['0', '0.00'],
  ['-0.001', '0.00'],
])('the result %s is shown as %s', (result, shown) => {
  expect(resultText(result)).toBe(shown);
});
