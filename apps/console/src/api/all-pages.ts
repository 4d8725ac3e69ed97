import type { Page, PageRequest } from '@ome/contracts';

const PAGE_SIZE = 1_000;

/** Reads a list from its first page to its end, or up to a number of items. */
export async function allPages<Item>(
  most: number,
  ask: (page: PageRequest) => Promise<Page<Item>>,
): Promise<Item[]> {
  const items: Item[] = [];
  let cursor: string | undefined;
  while (items.length < most) {
    const page = await ask({ limit: PAGE_SIZE, ...(cursor && { cursor }) });
    items.push(...page.items);
    if (page.nextCursor === null) break;
    cursor = page.nextCursor;
  }
  return items;
}
