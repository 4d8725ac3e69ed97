import { Sweeper } from './sweeper';

const SECOND = 1_000;

let sweeper: Sweeper;

beforeEach(() => jest.useFakeTimers());
afterEach(async () => {
  await sweeper.beforeApplicationShutdown();
  jest.useRealTimers();
});

const succeeded: [string, Date][] = [];
function started(runs: Record<string, () => Promise<unknown>>): Sweeper {
  succeeded.length = 0;
  const sweeps = Object.entries(runs).map(([name, run]) => ({ name, run }));
  sweeper = new Sweeper(sweeps, (name, at) => succeeded.push([name, at]));
  sweeper.onModuleInit();
  return sweeper;
}

test('a long sweep does not delay others, and does not overlap with itself', async () => {
  const quick = jest.fn(async () => undefined);
  let release = (): void => undefined;
  const slow = jest.fn(() => new Promise<void>((resolve) => (release = resolve)));
  started({ slow, quick });
  await jest.advanceTimersByTimeAsync(3 * SECOND);
  sweeper.start();
  await jest.advanceTimersByTimeAsync(0);
  expect(slow).toHaveBeenCalledTimes(1);
  expect(quick).toHaveBeenCalledTimes(5);

  release();
  await jest.advanceTimersByTimeAsync(SECOND);
  expect(slow).toHaveBeenCalledTimes(2);
  release();
});

test('a failing sweep is retried with growing pauses, and at its interval once it succeeds', async () => {
  let isAway = true;
  const failing = jest.fn(async () => {
    if (isAway) throw new Error('The store is away');
  });
  const other = jest.fn(async () => undefined);
  started({ failing, other });
  await jest.advanceTimersByTimeAsync(14 * SECOND);
  // After 0, 2, 6 and 14 seconds.
  expect(failing).toHaveBeenCalledTimes(4);
  expect(other).toHaveBeenCalledTimes(15);
  expect(sweeper.statuses).toEqual([
    { name: 'failing', lastSuccessAt: null, error: 'The store is away' },
    { name: 'other', lastSuccessAt: new Date(), error: null },
  ]);

  isAway = false;
  sweeper.start();
  await jest.advanceTimersByTimeAsync(2 * SECOND);
  expect(failing).toHaveBeenCalledTimes(7);
  expect(sweeper.statuses[0]).toMatchObject({ error: null });
  expect(succeeded.at(-2)![0]).toBe('failing');
});

test('no sweep starts after shutdown, which waits for running ones', async () => {
  let release = (): void => undefined;
  const slow = jest.fn(() => new Promise<void>((resolve) => (release = resolve)));
  started({ slow });
  const ended = sweeper.beforeApplicationShutdown();
  sweeper.start();
  release();
  await ended;
  await jest.advanceTimersByTimeAsync(5 * SECOND);
  expect(slow).toHaveBeenCalledTimes(1);
});
