import { Throttle } from './throttle';

test('refuses what is too much in a second, and ends once where it goes on', () => {
  let now = 0;
  const throttle = new Throttle(3, () => new Date(now));
  const taken = (count: number) => Array.from({ length: count }, () => throttle.take());
  expect(taken(8)).toEqual([
    ...Array(3).fill('pass'),
    ...['refuse', 'refuse', 'end', 'refuse', 'refuse'],
  ]);
  now = 1_000;
  expect(taken(4)).toEqual(['pass', 'pass', 'pass', 'refuse']);
});

test('has no limit where none is set', () => {
  expect(new Throttle(null, () => new Date(0)).take()).toBe('pass');
});
