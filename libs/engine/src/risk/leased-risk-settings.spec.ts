import { KillSwitchMode, KillSwitchScope } from '@ome/domain';
import { StoreUnavailable } from '@ome/event-store';
import { MemoryRiskStore } from '../testing/memory-risk-store';
import { LeasedRiskSettings } from './leased-risk-settings';

const STOP = {
  scope: KillSwitchScope.Engine,
  id: null,
  mode: KillSwitchMode.BlockAll,
  reason: 'x',
  by: null,
  at: new Date(0),
};
const ticks = () => new Promise((resolve) => setImmediate(resolve));

describe("a process's risk settings", () => {
  let now: number;
  let store: MemoryRiskStore;
  let settings: LeasedRiskSettings;

  beforeEach(async () => {
    now = 0;
    store = new MemoryRiskStore(() => now);
    settings = new LeasedRiskSettings(store, { reader: 'me', elapsedMs: () => now });
    await settings.refresh();
    await ticks();
  });

  test('cost no promise while current', () => {
    now += 2_000;
    expect(settings.permit()).not.toBeInstanceOf(Promise);
  });

  test('are mostly only compared, and confirmed again well before the lease ends', async () => {
    const said = store.confirmations;
    for (let beat = 1; beat <= 60; beat += 1) {
      now += 500;
      await settings.refresh();
      const permit = settings.permit();
      expect(permit).not.toBeInstanceOf(Promise);
      (await permit).release();
    }
    expect(store.confirmations - said).toBe(20);
    const { version } = await store.pull(STOP);
    expect(await store.readersBefore(version)).toEqual(['me']);
    now += 500;
    await settings.refresh();
    await ticks();
    expect(settings.switches).toEqual([STOP]);
    expect(await store.readersBefore(version)).toEqual([]);
  });

  test('are asked for first if they may be old, and the new ones apply', async () => {
    await store.pull(STOP);
    now += 3_000;
    const permit = settings.permit();
    expect(permit).toBeInstanceOf(Promise);
    await permit;
    expect(settings.switches).toEqual([STOP]);
  });

  test('let nothing pass if the store cannot be asked', async () => {
    store.isDown = true;
    now += 3_000;
    await expect(settings.permit()).rejects.toThrow(StoreUnavailable);
    store.isDown = false;
    (await settings.permit()).release();
  });

  test('a version is confirmed when all orders of the one before are decided, but not earlier', async () => {
    const permit = await settings.permit();
    const { version } = await store.pull(STOP);
    await settings.refresh();
    await ticks();
    expect(await store.readersBefore(version)).toEqual(['me']);
    const later = await settings.permit();
    permit.release();
    await ticks();
    expect(await store.readersBefore(version)).toEqual([]);
    later.release();
  });

  test('a paused process is not waited for, and knows that it may not continue', async () => {
    const permit = await settings.permit();
    expect(permit.isHeld()).toBe(true);
    const { version } = await store.pull(STOP);
    expect(await store.readersBefore(version)).toEqual(['me']);
    now += 5_001;
    expect(await store.readersBefore(version)).toEqual([]);
    expect(permit.isHeld()).toBe(false);
    await settings.refresh();
    expect(permit.isHeld()).toBe(false);
    const next = await settings.permit();
    expect(next.isHeld()).toBe(true);
  });

  test('a check stands until newer settings are in force here, or the lease ran out', async () => {
    const stands = settings.standing();
    expect(stands()).toBe(true);
    await store.pull(STOP);
    await settings.refresh();
    expect(stands()).toBe(false);
    const later = settings.standing();
    now += 4_501;
    expect(later()).toBe(false);
  });

  test('a change whose author died before it had a version takes effect by itself', async () => {
    store.switches = [STOP];
    await settings.refresh();
    expect(settings.switches).toEqual([]);
    now += 5_001;
    await settings.refresh();
    expect(settings.switches).toEqual([STOP]);
  });

  test('a version announced to it is in force at once, even during a refresh', async () => {
    const asked = settings.refresh();
    const { version } = await store.pull(STOP);
    await settings.onVersionAnnounced(version);
    await ticks();
    expect(settings.switches).toEqual([STOP]);
    expect(await store.readersBefore(version)).toEqual([]);
    await asked;
  });

  test('a version that is already in force is not asked for again', async () => {
    const { version } = await store.pull(STOP);
    await settings.refresh();
    store.isDown = true;
    await settings.onVersionAnnounced(version);
    await expect(settings.onVersionAnnounced(version + 1)).rejects.toThrow('The store is down');
  });

  test('leaves no request waiting', async () => {
    await settings.leave();
    expect(await store.readersBefore(99)).toEqual([]);
  });
});
