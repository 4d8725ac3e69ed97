import { KillSwitchMode, KillSwitchScope } from '@ome/domain';
import { StoreUnavailable } from '@ome/event-store';
import { MemoryRiskStore } from '../testing/memory-risk-store';
import { RiskBook } from './risk-book';

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
  let book: RiskBook;

  beforeEach(async () => {
    now = 0;
    store = new MemoryRiskStore(() => now);
    book = new RiskBook(store, { reader: 'me', elapsedMs: () => now });
    await book.refresh();
    await ticks();
  });

  test('costs no promise while it is current', () => {
    now += 2_000;
    expect(book.permit()).not.toBeInstanceOf(Promise);
  });

  test('is asked for first where it may be old, and what is new holds', async () => {
    await store.pull(STOP);
    now += 3_000;
    const permit = book.permit();
    expect(permit).toBeInstanceOf(Promise);
    await permit;
    expect(book.switches).toEqual([STOP]);
  });

  test('lets nothing pass where the store cannot be asked', async () => {
    store.isDown = true;
    now += 3_000;
    await expect(book.permit()).rejects.toThrow(StoreUnavailable);
    store.isDown = false;
    (await book.permit()).giveBack();
  });

  test('a version is confirmed when the orders of the one before are decided, and not earlier', async () => {
    const permit = await book.permit();
    const { version } = await store.pull(STOP);
    await book.refresh();
    await ticks();
    expect(await store.readersBefore(version)).toEqual(['me']);
    const later = await book.permit();
    permit.giveBack();
    await ticks();
    expect(await store.readersBefore(version)).toEqual([]);
    later.giveBack();
  });

  test('a process that stood still is not waited for, and knows that it may not go on', async () => {
    const permit = await book.permit();
    expect(permit.isHeld()).toBe(true);
    const { version } = await store.pull(STOP);
    expect(await store.readersBefore(version)).toEqual(['me']);
    now += 5_001;
    expect(await store.readersBefore(version)).toEqual([]);
    expect(permit.isHeld()).toBe(false);
    await book.refresh();
    expect(permit.isHeld()).toBe(false);
    const next = await book.permit();
    expect(next.isHeld()).toBe(true);
  });

  test('what was judged stands until newer settings are in force here, or the lease ran out', async () => {
    const stands = book.standing();
    expect(stands()).toBe(true);
    await store.pull(STOP);
    await book.refresh();
    expect(stands()).toBe(false);
    const later = book.standing();
    now += 4_501;
    expect(later()).toBe(false);
  });

  test('a change whose author died before it had a version comes into force by itself', async () => {
    store.switches = [STOP];
    await book.refresh();
    expect(book.switches).toEqual([]);
    now += 5_001;
    await book.refresh();
    expect(book.switches).toEqual([STOP]);
  });

  test('leaves nobody waiting behind', async () => {
    await book.leave();
    expect(await store.readersBefore(99)).toEqual([]);
  });
});
