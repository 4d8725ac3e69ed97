import { Redis } from 'ioredis';
import { SignInTries } from './sign-in-tries';

const MINUTE_MS = 60_000;

/** It never connects: the counts are those of this process. */
const away = new Redis({ lazyConnect: true });
let now: Date;
let tries: SignInTries;
beforeEach(() => {
  now = new Date('2026-11-27T10:00:00Z');
  tries = new SignInTries(away, { now: () => now });
});
afterAll(() => away.disconnect());

const take = async (login: string, address: string, times: number): Promise<number> => {
  let taken = 0;
  for (let index = 0; index < times; index += 1) {
    await tries.take(login, address).then(
      () => (taken += 1),
      (error: { getStatus(): number }) => expect(error.getStatus()).toBe(429),
    );
  }
  return taken;
};

test('tries are counted without Redis, for a login from wherever it is tried', async () => {
  expect(await take('anna', '10.0.0.1', 3)).toBe(3);
  expect(await take('anna', '10.0.0.2', 3)).toBe(2);
  expect(await take('bert', '10.0.0.2', 1)).toBe(1);
});

test('and for an address, whoever is tried from there', async () => {
  const taken = await Promise.all(
    Array.from({ length: 25 }, (_, index) => take(`login-${index}`, '10.0.0.3', 1)),
  );
  expect(taken.filter((each) => each === 1)).toHaveLength(20);
});

test('the next minute they begin anew', async () => {
  await take('anna', '10.0.0.1', 6);
  expect(await take('anna', '10.0.0.1', 1)).toBe(0);
  now = new Date(now.getTime() + MINUTE_MS);
  expect(await take('anna', '10.0.0.1', 1)).toBe(1);
});

test('a Redis that breaks off counts for nothing, and lets nobody through', async () => {
  const breaking = {
    status: 'ready',
    multi: () => ({
      incr: () => ({ pexpire: () => ({ exec: () => Promise.reject(new Error('gone')) }) }),
    }),
  };
  tries = new SignInTries(breaking as unknown as Redis, { now: () => now });
  expect(await take('anna', '10.0.0.1', 7)).toBe(5);
});
