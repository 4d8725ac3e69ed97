import { RestartDelay } from './restart-delay';

it('waits longer each time, up to ten seconds, while a process keeps dying', () => {
  const delay = new RestartDelay();
  const delays = Array.from({ length: 8 }, () => delay.after(50));
  expect(delays).toEqual([200, 400, 800, 1_600, 3_200, 6_400, 10_000, 10_000]);
});

it('starts over after ten seconds of health', () => {
  const delay = new RestartDelay();
  delay.after(50);
  delay.after(9_999);
  expect(delay.after(10_000)).toBe(200);
});
