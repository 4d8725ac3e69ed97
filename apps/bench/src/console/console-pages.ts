import type { Page } from 'playwright-core';
import { ORDERS } from './record-feed';

export interface ConsolePage {
  path: string;
  /** Resolves once the page shows its content. */
  loaded: (page: Page) => Promise<void>;
  /** A user's action there; repeated while the page is measured. */
  use: (page: Page) => Promise<void>;
}

const LOOK_MS = 1_500;

const firstRow = (page: Page): Promise<void> => page.locator('.ag-row').first().waitFor();

async function scroll(page: Page): Promise<void> {
  await page.mouse.move(600, 400);
  for (let turn = 0; turn < 20; turn += 1) {
    await page.mouse.wheel(0, turn < 15 ? 900 : -2_700);
    await page.waitForTimeout(50);
  }
}

async function sortBy(page: Page, column: string): Promise<void> {
  await page.getByRole('columnheader', { name: column, exact: true }).click();
  await page.waitForTimeout(LOOK_MS);
}

async function search(page: Page, label: string, text: string): Promise<void> {
  const field = page.getByLabel(label);
  await field.pressSequentially(text, { delay: 80 });
  await page.waitForTimeout(LOOK_MS);
  await field.fill('');
  await page.waitForTimeout(LOOK_MS);
}

/** The pages that follow the feed most closely. */
export const PAGES: readonly ConsolePage[] = [
  {
    path: '/orders',
    loaded: (page) => page.getByText(`All ${ORDERS}`, { exact: true }).waitFor(),
    use: async (page) => {
      await scroll(page);
      await sortBy(page, 'Symbol');
      await sortBy(page, 'Filled');
      await search(page, 'Search the orders', 'stock12');
      await page.keyboard.press('Enter');
      await page.keyboard.press('3');
      await page.waitForTimeout(LOOK_MS);
      await page.keyboard.press('1');
      for (let row = 0; row < 10; row += 1) await page.keyboard.press('j', { delay: 40 });
      await sortBy(page, 'Price');
      await scroll(page);
    },
  },
  {
    path: '/fills',
    loaded: firstRow,
    use: async (page) => {
      await scroll(page);
      await sortBy(page, 'Symbol');
      await search(page, 'Search the fills', 'stock12');
      await sortBy(page, 'Price');
    },
  },
  {
    path: '/positions',
    loaded: firstRow,
    use: async (page) => {
      await scroll(page);
      await sortBy(page, 'Symbol');
      await sortBy(page, 'Realized');
    },
  },
];
