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

test('a sweep that takes long holds up no other, and is not joined by a second run', async () => {
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

test('one that fails is tried again ever later, and at its pace once it succeeds', async () => {
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

test('nothing is begun after the end, and what is under way is waited for', async () => {
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
