import { age } from './age';

const NOW = Date.parse('2026-11-27T10:00:00Z');

test.each([
  ['2026-11-27T10:00:00.400Z', '0 s ago'],
  ['2026-11-27T09:59:48Z', '12 s ago'],
  ['2026-11-27T09:57:01Z', '2 min ago'],
  ['2026-11-27T08:00:00Z', '2 h ago'],
  ['2026-11-24T09:00:00Z', '3 d ago'],
])('%s was %s', (at, text) => {
  expect(age(at, NOW)).toBe(text);
});
