import type { Order } from '@ome/domain';
import { type EventFeed, type EventMessages } from '@ome/engine';
import { FeedPages } from './feed-pages';

const entry = { cursor: 'A1' };

function pagesOf(accounts: readonly string[]) {
  const page = jest.fn(() =>
    Promise.resolve({ entries: accounts.map(() => entry), nextCursor: 'A1', isEnd: false }),
  );
  const describe = jest.fn(() =>
    Promise.resolve(
      accounts.map((account) => ({
        message: { id: account },
        order: { account, userId: null } as Order,
        entry,
      })),
    ),
  );
  const feed = { page } as unknown as EventFeed;
  const messages = { describe } as unknown as EventMessages;
  return { pages: new FeedPages(feed, messages), describe };
}

const idsOf = (page: Buffer): string[] =>
  (JSON.parse(page.toString()) as { items: { id: string }[] }).items.map(({ id }) => id);

test('one page is made for all who ask for it at a time', async () => {
  const { pages, describe } = pagesOf(['42', '43']);
  const all = { accounts: null, users: null };
  const asked = await Promise.all(Array.from({ length: 40 }, () => pages.page(all, null, 100)));
  expect(new Set(asked.map((page) => idsOf(page).join()))).toEqual(new Set(['42,43']));
  // The second is for those who asked after the first had begun.
  expect(describe.mock.calls.length).toBeLessThanOrEqual(2);
});

test('readers of other accounts, who ask at the same time, have pages of their own', async () => {
  const { pages } = pagesOf(['42', '43']);
  const asked = await Promise.all(
    [['42'], ['43'], ['44']].map((accounts) => pages.page({ accounts, users: null }, null, 100)),
  );
  expect(asked.map(idsOf)).toEqual([['42'], ['43'], []]);
});

test('other work has its turn between two pages', async () => {
  const { pages } = pagesOf(['42']);
  let turns = 0;
  const timer = setInterval(() => (turns += 1), 0);
  const limits = Array.from({ length: 20 }, (_, index) => index + 1);
  await Promise.all(
    limits.map((limit) => pages.page({ accounts: null, users: null }, null, limit)),
  );
  clearInterval(timer);
  expect(turns).toBeGreaterThan(0);
});
