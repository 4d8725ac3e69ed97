import { RefusalLog, REFUSALS_LOGGED } from './refusal-log';

test('a flood of refusals is a few lines and their number, whoever else is refused', () => {
  jest.useFakeTimers();
  const log = jest.fn();
  const refusals = new RefusalLog({ log });
  for (let each = 0; each < 1_000; each += 1) refusals.note(null, { each });
  expect(log).toHaveBeenCalledTimes(REFUSALS_LOGGED);
  refusals.note('key-1', { path: '/orders' });
  expect(log).toHaveBeenLastCalledWith({ path: '/orders' }, 'Request refused');

  jest.advanceTimersByTime(1_000);
  const more = { count: 1_000 - REFUSALS_LOGGED };
  expect(log).toHaveBeenLastCalledWith(more, 'More requests were refused');
  refusals.note(null, { each: 1_001 });
  expect(log).toHaveBeenLastCalledWith({ each: 1_001 }, 'Request refused');
  jest.advanceTimersByTime(1_000);
  expect(log).toHaveBeenCalledTimes(REFUSALS_LOGGED + 3);
});
