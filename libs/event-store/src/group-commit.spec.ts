import { Overloaded } from './faults';
import { GroupCommit } from './group-commit';

/** A write that ends when the test says so. */
function heldWrites() {
  const batches: { items: number[]; end: (error?: Error) => void }[] = [];
  const write = (items: number[]): Promise<string[]> =>
    new Promise((resolve, reject) => {
      batches.push({
        items,
        end: (error) => (error ? reject(error) : resolve(items.map((item) => `r${item}`))),
      });
    });
  return { batches, write };
}

const turn = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));

describe('GroupCommit', () => {
  test('items submitted in one turn of the event loop share a write', async () => {
    const { batches, write } = heldWrites();
    const group = new GroupCommit(write, { maxBatch: 10, maxInFlight: 2, maxWaiting: 10 });
    const results = [1, 2, 3].map((item) => group.submit(item));
    await turn();

    expect(batches.map(({ items }) => items)).toEqual([[1, 2, 3]]);
    batches[0].end();
    expect(await Promise.all(results)).toEqual(['r1', 'r2', 'r3']);
  });

  test('while the maximum of writes is under way, the next batch gathers', async () => {
    const { batches, write } = heldWrites();
    const group = new GroupCommit(write, { maxBatch: 10, maxInFlight: 1, maxWaiting: 10 });
    const first = group.submit(1);
    await turn();
    const later = [group.submit(2)];
    await turn();
    later.push(group.submit(3));
    await turn();
    expect(batches.map(({ items }) => items)).toEqual([[1]]);

    batches[0].end();
    expect(await first).toBe('r1');
    await turn();
    expect(batches.map(({ items }) => items)).toEqual([[1], [2, 3]]);
    batches[1].end();
    expect(await Promise.all(later)).toEqual(['r2', 'r3']);
  });

  test('a batch has its limit, and the rest goes with the next', async () => {
    const { batches, write } = heldWrites();
    const sizes: number[] = [];
    const group = new GroupCommit(write, {
      maxBatch: 2,
      maxInFlight: 2,
      maxWaiting: 10,
      observe: (size) => sizes.push(size),
    });
    const results = [1, 2, 3, 4, 5].map((item) => group.submit(item));
    await turn();
    expect(batches.map(({ items }) => items)).toEqual([
      [1, 2],
      [3, 4],
    ]);
    batches[0].end();
    await turn();
    batches[1].end();
    batches[2].end();

    expect(await Promise.all(results)).toEqual(['r1', 'r2', 'r3', 'r4', 'r5']);
    expect(sizes).toEqual([2, 2, 1]);
  });

  test('a failed write fails its batch alone, and the next one proceeds', async () => {
    const { batches, write } = heldWrites();
    const group = new GroupCommit(write, { maxBatch: 2, maxInFlight: 1, maxWaiting: 10 });
    const results = [1, 2, 3].map((item) => group.submit(item));
    await turn();
    batches[0].end(new Error('lost'));

    await expect(results[0]).rejects.toThrow('lost');
    await expect(results[1]).rejects.toThrow('lost');
    await turn();
    batches[1].end();
    expect(await results[2]).toBe('r3');
  });

  test('items above the waiting limit are refused at once, and waiting ones are not', async () => {
    const { batches, write } = heldWrites();
    const group = new GroupCommit(write, { maxBatch: 10, maxInFlight: 1, maxWaiting: 3 });
    const results = [group.submit(0)];
    await turn();
    for (const item of [1, 2]) results.push(group.submit(item));
    // Room for two only, where less is given than there is.
    await expect(group.submit(9, 2)).rejects.toThrow(Overloaded);
    results.push(group.submit(3));
    await expect(group.submit(4)).rejects.toThrow('3 wait for the store already');

    batches[0].end();
    await turn();
    results.push(group.submit(5));
    batches[1].end();
    await turn();
    batches[2].end();
    expect(await Promise.all(results)).toEqual(['r0', 'r1', 'r2', 'r3', 'r5']);
  });

  test('a write that throws at once fails its batch too', async () => {
    const group = new GroupCommit<number, string>(
      () => {
        throw new Error('at once');
      },
      { maxBatch: 2, maxInFlight: 1, maxWaiting: 10 },
    );

    await expect(group.submit(1)).rejects.toThrow('at once');
    await expect(group.submit(2)).rejects.toThrow('at once');
  });
});
