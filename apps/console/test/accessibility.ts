import type { Page } from 'playwright-core';
import type { ConsoleRig } from './console-rig';
import { violations } from './violations';

/** Every color scheme and every size, each once: an axe run takes seconds. */
const LOOKS = [
  { name: 'dark, phone', colorScheme: 'dark', size: { width: 390, height: 844 } },
  { name: 'light', colorScheme: 'light', size: { width: 1366, height: 768 } },
] as const;

/** Shows the open page in each look, and returns axe's findings with their look. */
async function violationsInLooks(page: Page, within?: string): Promise<string[]> {
  const found: string[] = [];
  for (const { name, colorScheme, size } of LOOKS) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize(size);
    found.push(...(await violations(page, within)).map((violation) => `${name}: ${violation}`));
  }
  return found;
}

/** What is opened on a page, and where it is: the page below was checked before. */
interface Opened {
  open: (page: Page) => Promise<unknown>;
  part: 'dialog' | 'tabpanel';
}

const press = (name: string): Opened => ({
  open: (page) => page.getByRole('button', { name }).first().click(),
  part: 'dialog',
});
const tab = (name: string): Opened => ({
  open: (page) => page.getByRole('tab', { name }).click(),
  part: 'tabpanel',
});
const shortcuts: Opened = {
  open: (page) => page.keyboard.press('?'),
  part: 'dialog',
};

/** Opens each of these on a page, one after the other; Escape closes a dialog. */
const PLACES: readonly (readonly [path: string, opened: readonly Opened[]])[] = [
  ['/orders', [press('New order')]],
  ['/fills', []],
  ['/positions', [press('Close all')]],
  ['/baskets', [press('New iron condor')]],
  ['/approvals', []],
  ['/risk', [press('Stop trading'), press('Edit'), press('For another')]],
  ['/connectivity', []],
  ['/fix', [press('New session')]],
  [
    '/exceptions',
    [
      tab('Unmatched reports'),
      tab('Doubted fills'),
      tab('Differences with brokers'),
      tab('Waiting orders'),
      tab('Odd reports'),
    ],
  ],
  ['/audit', [press('Settings'), shortcuts]],
  ['/nowhere', []],
];

export function accessibilityTests(rig: () => ConsoleRig): void {
  test.each(PLACES)('axe finds nothing at %s', async (path, opened) => {
    const page = await rig().open(path);
    expect(await violationsInLooks(page)).toEqual([]);
    for (const open of opened) await checkOpened(page, open);
  });

  test('axe finds nothing on the page of an order, and in its dialogs', async () => {
    await rig().control('lookup', { behaviour: 'error' });
    await rig().behave('UNSURE', { behaviour: 'dropBeforeActing' });
    const { orderId } = await rig().place({ symbol: 'UNSURE' });
    await rig().untilOrder(orderId, ({ inDoubt }) => inDoubt);
    const page = await rig().open(`/orders/${orderId}`);
    await page.getByRole('button', { name: 'Resolve the doubt' }).waitFor();
    expect(await violationsInLooks(page)).toEqual([]);
    for (const open of [
      press('Resolve the doubt'),
      press('Change'),
      press('Cancel order'),
      tab('Fills'),
      tab('Calls to the link'),
      tab('All fields'),
    ]) {
      await checkOpened(page, open);
    }
    await rig().control('lookup', { behaviour: 'answer' });
  });

  test('axe finds nothing on the page of a basket', async () => {
    const { basketId } = await rig().client.baskets.placeIronCondor({
      basketClOrdId: 'looked-at',
      account: 'desk',
      product: 'NRML',
      lots: 1,
      underlying: 'NIFTY',
      expiry: '2026-12-29',
      putBuy: { strike: '24000', price: '60' },
      putSell: { strike: '24300', price: '85' },
      callSell: { strike: '24700', price: '90' },
      callBuy: { strike: '25000', price: '65' },
    });
    const page = await rig().open(`/baskets/${basketId}`);
    await page.getByRole('heading', { name: /^Basket/ }).waitFor();
    expect(await violationsInLooks(page)).toEqual([]);
  });
}

async function checkOpened(page: Page, { open, part }: Opened): Promise<void> {
  await open(page);
  await page.getByRole(part).waitFor();
  expect(await violationsInLooks(page, `[role="${part}"]`)).toEqual([]);
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
}
