import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection, Model } from 'mongoose';
import { dropTestStore, openTestStore } from '../testing/test-store';
import { type LeaseRecord, Leases } from './leases';

describe('Leases', () => {
  let connection: Connection;

  beforeAll(async () => {
    connection = await openTestStore({ monitorCommands: true });
  });
  afterAll(() => dropTestStore(connection));

  const leases = (holder: string, durationMs = 60_000, elapsedMs?: () => number) =>
    new Leases(connection.models.LeaseRecord as Model<LeaseRecord>, holder, durationMs, elapsedMs);

  test('one process holds a lease and may renew it', async () => {
    expect(await leases('a').hold('work')).toBe(true);
    expect(await leases('b').hold('work')).toBe(false);
    expect(await leases('a').hold('work')).toBe(true);
  });

  test('leases of different names are independent', async () => {
    expect(await leases('a').hold('one')).toBe(true);
    expect(await leases('b').hold('other')).toBe(true);
  });

  test('of many processes that ask for a new lease at once, one gets it', async () => {
    const asked = await Promise.all(
      Array.from({ length: 20 }, (_, index) => leases(`p${index}`).hold('new')),
    );
    expect(asked.filter(Boolean)).toHaveLength(1);
  });

  test('all leases of a process are renewed in one write, and not again at once', async () => {
    let now = 0;
    const names = ['first', 'second', 'third'];
    const mine = leases('a', 10_000, () => now);
    const holdAll = () => Promise.all(names.map((name) => mine.hold(name)));
    await holdAll();
    let commands = 0;
    const count = () => void (commands += 1);
    connection.getClient().on('commandStarted', count);
    expect(await holdAll()).toEqual([true, true, true]);
    expect(commands).toBe(0);
    now += 2_000;
    expect(await holdAll()).toEqual([true, true, true]);
    expect(commands).toBe(1);

    // Another process takes one over.
    const { collection } = connection.models.LeaseRecord;
    await collection.updateOne({ _id: 'second' as never }, { $set: { holder: 'b' } });
    now += 2_000;
    expect(await holdAll()).toEqual([true, false, true]);
    await mine.release('third');
    expect(await leases('b').hold('third')).toBe(true);
    expect(await holdAll()).toEqual([true, false, false]);
    connection.getClient().off('commandStarted', count);
  });

  test('after its expiry another process takes it, and the first one has lost it', async () => {
    await leases('a', 50).hold('short');
    await sleep(80);

    const asked = await Promise.all(
      Array.from({ length: 10 }, (_, index) => leases(`p${index}`).hold('short')),
    );
    expect(asked.filter(Boolean)).toHaveLength(1);
    expect(await leases('a').hold('short')).toBe(false);
  });

  test('others learn in one read when each lease may be taken', async () => {
    for (const name of ['soon', 'later']) await leases('a', 60_000).hold(name);
    let commands = 0;
    const count = () => void (commands += 1);
    connection.getClient().on('commandStarted', count);
    const other = leases('b');
    const names = ['soon', 'later', 'nobody'];
    const [soon, later, nobody] = await Promise.all(names.map((name) => other.freeIn(name)));
    connection.getClient().off('commandStarted', count);
    expect(commands).toBe(1);
    for (const leftMs of [soon, later]) {
      expect(leftMs).toBeGreaterThan(0);
      expect(leftMs).toBeLessThanOrEqual(60_000);
    }
    expect(nobody).toBe(0);
    expect(await leases('a').freeIn('soon')).toBe(0);
    await leases('a').release('soon');
    expect(await other.freeIn('soon')).toBe(0);
  });

  test('only its holder can release it, and it is free at once', async () => {
    await leases('a').hold('free');
    await leases('b').release('free');
    expect(await leases('b').hold('free')).toBe(false);
    await leases('a').release('free');
    expect(await leases('b').hold('free')).toBe(true);
  });
});
