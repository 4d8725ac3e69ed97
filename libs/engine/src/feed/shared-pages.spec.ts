import type { FeedEntry, ReadPage } from './event-feed';
import { SharedPages } from './shared-pages';

/** A feed of numbers: each read shows what is there as it begins, and ends when it is told to. */
class Numbers {
  count = 0;
  reads: (() => void)[] = [];
  fault: Error | null = null;

  read = async (after: string | null, limit: number): Promise<ReadPage> => {
    const first = Number(after ?? 0);
    const found = Array.from({ length: this.count }, (_, at) => at + 1).slice(first, first + limit);
    const { fault } = this;
    await new Promise<void>((resolve) => this.reads.push(resolve));
    if (fault) throw fault;
    const entries = found.map((id) => ({ id: String(id) }) as FeedEntry);
    return { entries, nextCursor: String(found.at(-1) ?? first), isEnd: found.length < limit };
  };
}

let numbers: Numbers;
let pages: SharedPages;
beforeEach(() => {
  numbers = new Numbers();
  pages = new SharedPages(numbers.read);
});

const idsOf = ({ entries }: ReadPage): string[] => entries.map(({ id }) => id);
const ask = async (limit: number): Promise<string[]> => idsOf(await pages.page(null, limit));
/** What can begin or end now has done so. */
const turn = () => new Promise((resolve) => setImmediate(resolve));
/** Ends the read that began as this one. */
const end = async (read: number): Promise<void> => {
  await turn();
  numbers.reads[read]();
  await turn();
};

test('a full page is read once for all who ask, and then kept', async () => {
  numbers.count = 3;
  const asked = Array.from({ length: 40 }, () => ask(2));
  await end(0);
  expect(await Promise.all(asked)).toEqual(Array(40).fill(['1', '2']));
  expect(await ask(2)).toEqual(['1', '2']);
  expect(numbers.reads).toHaveLength(1);
});

test('what came after a read began is in the page of who asked after it came', async () => {
  const early = ask(2);
  await turn();
  numbers.count = 1;
  const late = [ask(2), ask(2)];
  await end(0);
  await end(1);
  expect(await early).toEqual([]);
  expect(await Promise.all(late)).toEqual([['1'], ['1']]);
  expect(numbers.reads).toHaveLength(2);
});

test('a page that is not full is read anew', async () => {
  numbers.count = 1;
  const first = ask(2);
  await end(0);
  expect(await first).toEqual(['1']);
  numbers.count = 2;
  const second = ask(2);
  await end(1);
  expect(await second).toEqual(['1', '2']);
});

test('a read that fails fails for who waited for it, and the next begins anew', async () => {
  numbers.count = 2;
  numbers.fault = new Error('away');
  const first = ask(2);
  await turn();
  numbers.fault = null;
  const second = ask(2);
  await Promise.all([expect(first).rejects.toThrow('away'), end(0)]);
  await end(1);
  expect(await second).toEqual(['1', '2']);
});
