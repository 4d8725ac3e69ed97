import type { Page } from 'playwright-core';
import type { ConsoleRig } from './console-rig';
import { violations } from './violations';

let page: Page;

const aside = () => page.getByRole('complementary', { name: 'Selected order' });
const request = () => page.getByTestId('request').textContent();

/** Enters an order without a mouse, up to the confirmation. */
async function typeOrder(symbol: string, quantity: string, price: string): Promise<void> {
  await page.keyboard.press('n');
  const form = page.getByRole('dialog', { name: 'New order' });
  for (const [label, text] of [
    ['Account', 'desk'],
    ['Symbol', symbol],
    ['Quantity', quantity],
    ['Price', price],
  ]) {
    await form.getByLabel(label, { exact: false }).first().focus();
    await page.keyboard.type(text);
  }
  await form.getByRole('button', { name: 'Review' }).focus();
  await page.keyboard.press('Enter');
}

/** Sends it, and selects the order in the blotter. */
async function sendOrder(symbol: string): Promise<void> {
  await page.getByRole('button', { name: 'Send the order' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('gridcell', { name: symbol, exact: true }).waitFor();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.keyboard.press('j');
  await aside().waitFor();
}

async function untilSorted(symbols: readonly string[]): Promise<void> {
  for (const [index, symbol] of symbols.entries()) {
    await page.locator(`.ag-row[row-index="${index}"]`).getByText(symbol).waitFor();
  }
}

export function newOrderTest(rig: () => ConsoleRig): void {
  beforeEach(async () => {
    page = await rig().open('/orders');
  });

  test.each(['/', '/console', '/console/'])('%s leads to the orders', async (path) => {
    const first = await rig().tab();
    await first.goto(`${rig().engine.state.apiUrl}${path}`);
    await first.getByRole('heading', { name: 'Orders' }).waitFor();
    await first.getByRole('status', { name: 'Live feed: Live' }).waitFor();
    expect(new URL(first.url()).pathname).toBe('/console/orders');
  });

  test('a new order is entered, confirmed, sent, and filled', async () => {
    await typeOrder('FILLED', '10', '120.50');
    const shown = await request();
    expect(shown).toContain('POST /orders');
    expect(shown).toContain('"quantity": "10"');
    expect(shown).toContain('"price": "120.50"');
    expect(await violations(page)).toEqual([]);
    await sendOrder('FILLED');
    await aside().getByText('The order is filled in full.').waitFor();
    expect(await violations(page)).toEqual([]);
  });

  test('an after-market order says so, and goes to a broker that has such', async () => {
    await page.keyboard.press('n');
    const form = page.getByRole('dialog', { name: 'New order' });
    const fields = { Account: 'evening', Symbol: 'SBIN', Quantity: '1', Price: '800' };
    for (const [label, text] of Object.entries({ ...fields, Link: 'flattrade' })) {
      await form.getByLabel(label, { exact: false }).first().fill(text);
    }
    await form.getByLabel('After-market order', { exact: false }).check();
    await form.getByRole('button', { name: 'Review' }).click();
    expect(await request()).toContain('"amo": true');
    await page.getByRole('button', { name: 'Send the order' }).click();
    await page.getByText('was accepted', { exact: false }).waitFor();
    const { items } = await rig().client.orders.list({ account: 'evening' });
    expect(items).toMatchObject([{ symbol: 'SBIN', link: 'flattrade' }]);
  });
}

export function orderTests(rig: () => ConsoleRig): void {
  newOrderTest(rig);

  test('an order is changed', async () => {
    await rig().behave('CHANGED', { behaviour: 'rest' });
    await typeOrder('CHANGED', '10', '120');
    await sendOrder('CHANGED');
    await aside().getByText('works at the venue', { exact: false }).waitFor();
    await page.keyboard.press('e');
    await page.getByRole('dialog').getByLabel('Price', { exact: true }).fill('121.25');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Send the change' }).waitFor();
    expect(await request()).toContain('"price": "121.25"');
    expect(await request()).not.toContain('quantity');
    await page.keyboard.press('Enter');
    await page.getByRole('gridcell', { name: '121.25', exact: true }).waitFor();
  });

  test('an order is canceled', async () => {
    await rig().behave('CANCELED', { behaviour: 'rest' });
    await typeOrder('CANCELED', '10', '120');
    await sendOrder('CANCELED');
    await aside().getByText('works at the venue', { exact: false }).waitFor();
    await page.keyboard.press('c');
    await page.getByRole('button', { name: 'Cancel the order' }).waitFor();
    expect(await request()).toMatch(/^POST \/orders\/[0-9a-f]{24}\/cancel/);
    await page.keyboard.press('Enter');
    await aside().getByText('The order was canceled', { exact: false }).waitFor();
  });

  test('a reject says why', async () => {
    await rig().behave('REJECTED', { behaviour: 'reject', text: 'No margin' });
    await typeOrder('REJECTED', '10', '120');
    await sendOrder('REJECTED');
    await aside().getByText('No margin', { exact: false }).waitFor();
    await page.keyboard.press('4');
    await page.getByRole('gridcell', { name: 'REJECTED', exact: true }).waitFor();
    expect(await violations(page)).toEqual([]);
  });

  test('a returning user finds the table as it was', async () => {
    for (const symbol of ['BACK1', 'BACK2', 'BACK3']) {
      await rig().place({ account: 'back', symbol });
    }
    await page.getByRole('searchbox', { name: 'Search the orders' }).fill('back');
    const bySymbol = page.getByRole('columnheader', { name: 'Symbol' });
    await bySymbol.click();
    await bySymbol.click();
    await page.getByRole('gridcell', { name: 'BACK2', exact: true }).click();
    await aside().waitFor();
    const sorted = ['BACK3', 'BACK2', 'BACK1'];
    await untilSorted(sorted);

    await page.keyboard.press('Enter');
    await page.getByRole('grid', { name: 'Orders' }).waitFor({ state: 'detached' });
    await page.goBack();
    await aside().getByText('BACK2').waitFor();
    await untilSorted(sorted);
    await page.keyboard.press('j');
    await aside().getByText('BACK1').waitFor();
  });
}
