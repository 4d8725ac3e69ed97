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

describe('what a process goes by', () => {
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

  test('costs no promise while it is current', () => {
    now += 2_000;
    expect(settings.permit()).not.toBeInstanceOf(Promise);
  });

  test('is asked for first where it may be old, and what is new holds', async () => {
    await store.pull(STOP);
    now += 3_000;
    const permit = settings.permit();
    expect(permit).toBeInstanceOf(Promise);
    await permit;
    expect(settings.switches).toEqual([STOP]);
  });

  test('lets nothing pass where the store cannot be asked', async () => {
    store.isDown = true;
    now += 3_000;
    await expect(settings.permit()).rejects.toThrow(StoreUnavailable);
    store.isDown = false;
    (await settings.permit()).release();
  });

  test('a version is confirmed when the orders of the one before are decided, and not earlier', async () => {
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

  test('a process that stood still is not waited for, and knows that it may not go on', async () => {
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

  test('what was judged stands until newer settings are in force here, or the lease ran out', async () => {
    const stands = settings.standing();
    expect(stands()).toBe(true);
    await store.pull(STOP);
    await settings.refresh();
    expect(stands()).toBe(false);
    const later = settings.standing();
    now += 4_501;
    expect(later()).toBe(false);
  });

  test('a change whose author died before it had a version comes into force by itself', async () => {
    store.switches = [STOP];
    await settings.refresh();
    expect(settings.switches).toEqual([]);
    now += 5_001;
    await settings.refresh();
    expect(settings.switches).toEqual([STOP]);
  });

  test('a version that it hears of is in force at once, whatever was under way', async () => {
    const asked = settings.refresh();
    const { version } = await store.pull(STOP);
    await settings.hear(version);
    await ticks();
    expect(settings.switches).toEqual([STOP]);
    expect(await store.readersBefore(version)).toEqual([]);
    await asked;
  });

  test('a version that is in force already is not asked for again', async () => {
    const { version } = await store.pull(STOP);
    await settings.refresh();
    store.isDown = true;
    await settings.hear(version);
    await expect(settings.hear(version + 1)).rejects.toThrow('The store is down');
  });

  test('leaves nobody waiting behind', async () => {
    await settings.leave();
    expect(await store.readersBefore(99)).toEqual([]);
  });
});
