import { visibleText } from './visible-text';

test.each([
  ['\u001b[2Jgone', '\\u001b[2Jgone'],
  ['\u009b31mred', '\\u009b31mred'],
  ['\u202eback', '\\u202eback'],
  ['over\rwritten', 'over\\u000dwritten'],
  ['a\tb\nc ₹ é', 'a\tb\nc ₹ é'],
])('%j is printed as %j', (given, shown) => expect(visibleText(given)).toBe(shown));

test('JSON stays JSON of the same value', () => {
  const json = JSON.stringify({ tag: '\u001b\u007f\u009b\u202e"\\' });
  expect(JSON.parse(visibleText(json))).toEqual(JSON.parse(json));
});
