import type { Page, WebSocketRoute } from 'playwright-core';
import { isDeepStrictEqual } from 'node:util';
import { until } from '../../dev/src/engine-process/engine-process';
import type { ConsoleRig } from './console-rig';

/** So wide that every column is visible. */
const EVERY_COLUMN = { width: 3_000, height: 1_000 };
const SHOWN = ['symbol', 'orderQty', 'cumQty', 'leavesQty', 'account', 'side'] as const;

const PATIENCE_MS = 10_000;

const banner = (page: Page) => page.getByRole('alert').filter({ hasText: 'Disconnected' });

/** The orders that the blotter shows, by their ids. */
async function shownOrders(page: Page): Promise<Record<string, string[]>> {
  const rows = await page.locator('.ag-row[row-id]').all();
  const shown = rows.map(async (row) => {
    const cells = SHOWN.map((column) => row.locator(`[col-id="${column}"]`).textContent());
    return [await row.getAttribute('row-id'), await Promise.all(cells)] as const;
  });
  return Object.fromEntries(await Promise.all(shown));
}

/** The blotter is updated a few times a second. */
async function expectShown(page: Page, actual: Record<string, string[]>): Promise<void> {
  const isShown = async () => isDeepStrictEqual(await shownOrders(page), actual);
  await until('the orders to be shown', PATIENCE_MS, isShown).catch(() => undefined);
  expect(await shownOrders(page)).toEqual(actual);
}

async function actualOrders(rig: ConsoleRig, account: string): Promise<Record<string, string[]>> {
  const { items } = await rig.client.orders.list({ account, limit: 100 });
  return Object.fromEntries(
    items.map((order) => [order.orderId, SHOWN.map((column) => String(order[column]))]),
  );
}

async function placeSome(rig: ConsoleRig, account: string, symbols: readonly string[]) {
  for (const symbol of symbols) await rig.place({ account, symbol });
}

async function untilAllAreDone(rig: ConsoleRig, account: string): Promise<void> {
  const { items } = await rig.client.orders.list({ account, limit: 100 });
  for (const { orderId } of items) {
    await rig.untilOrder(orderId, ({ ordStatus }) => /^(Filled|Canceled)$/.test(ordStatus));
  }
}

export function connectionTests(rig: () => ConsoleRig): void {
  let page: Page;
  beforeEach(async () => {
    page = await rig().tab();
    await page.setViewportSize(EVERY_COLUMN);
  });

  test('nothing is missed while the connection is cut and orders go on', async () => {
    const account = 'cutoff';
    const sockets = new Set<WebSocketRoute>();
    let isCut = false;
    await page.routeWebSocket(/socket\.io/, (socket) => {
      if (isCut) return void socket.close();
      socket.connectToServer();
      sockets.add(socket);
    });
    await rig().visit(page, '/orders');
    await page.getByRole('searchbox', { name: 'Search the orders' }).fill(account);
    await rig().behave('RESTING', { behaviour: 'rest' });
    await placeSome(rig(), account, ['ONE', 'RESTING', 'TWO']);
    const resting = (await rig().client.orders.list({ account, symbol: 'RESTING' })).items[0];
    await rig().untilOrder(resting.orderId, ({ ordStatus }) => ordStatus === 'New');
    for (const symbol of ['ONE', 'RESTING', 'TWO']) {
      await page.getByRole('gridcell', { name: symbol, exact: true }).waitFor();
    }

    isCut = true;
    for (const socket of sockets) await socket.close();
    await banner(page).waitFor();
    await page.getByRole('status', { name: 'Live feed: Disconnected' }).waitFor();
    await placeSome(rig(), account, ['THREE', 'FOUR', 'FIVE']);
    await rig().client.orders.cancel(resting.orderId, {});
    await untilAllAreDone(rig(), account);
    expect(Object.keys(await shownOrders(page))).toHaveLength(3);

    isCut = false;
    await banner(page).waitFor({ state: 'detached' });
    await page.getByRole('gridcell', { name: 'FIVE', exact: true }).waitFor();
    const actual = await actualOrders(rig(), account);
    expect(Object.keys(actual)).toHaveLength(6);
    await expectShown(page, actual);
  });

  test('nothing is missed when the API is killed and starts again', async () => {
    const account = 'killed';
    await rig().behave('SLOW', {
      behaviour: 'fill',
      parts: 5,
      partDelayMs: { min: 200, max: 400 },
    });
    await rig().visit(page, '/orders');
    await page.getByRole('searchbox', { name: 'Search the orders' }).fill(account);
    await placeSome(rig(), account, ['ONE', 'SLOW', 'SLOW']);
    await rig().engine.kill('api');
    await banner(page).waitFor();
    await rig().engine.untilReady();
    await placeSome(rig(), account, ['TWO', 'THREE']);
    await untilAllAreDone(rig(), account);
    await page.getByRole('status', { name: 'Live feed: Live' }).waitFor();
    await page.getByRole('gridcell', { name: 'THREE', exact: true }).waitFor();
    const actual = await actualOrders(rig(), account);
    expect(Object.keys(actual)).toHaveLength(5);
    await expectShown(page, actual);
  });

  test('it shows when each sweep of a worker last succeeded', async () => {
    await rig().visit(page, '/connectivity');
    const sweeps = page.getByRole('region', { name: 'Sweeps' });
    const row = sweeps.getByRole('row').filter({ hasText: 'risk counters' });
    await row
      .locator('[col-id="lastSuccessAt"]')
      .filter({ hasText: /\d:\d\d:\d\d/ })
      .waitFor();
  });

  test('a request that could not be sent is not sent later', async () => {
    await rig().visit(page, '/orders');
    await page.keyboard.press('n');
    const form = page.getByRole('dialog', { name: 'New order' });
    await form.getByLabel('Account').fill('offline');
    await form.getByLabel('Symbol').fill('LATE');
    await form.getByRole('textbox', { name: 'Quantity' }).fill('10');
    await form.getByLabel('Price').first().fill('120');
    await form.getByRole('button', { name: 'Review' }).click();
    await page.context().setOffline(true);
    await page.getByRole('button', { name: 'Send the order' }).click();
    await page.getByText('The request failed').waitFor();
    await page.getByRole('button', { name: 'Back' }).click();
    await page.context().setOffline(false);
    await page.getByRole('status', { name: 'Live feed: Live' }).waitFor();
    await page.waitForTimeout(1_000);
    expect((await rig().client.orders.list({ account: 'offline' })).items).toEqual([]);
  });
}
