import type { ConsoleRig } from './console-rig';
import { violations } from './violations';

/** Frozen above 1800, in lots of 65: 1755 a slice. */
const OPTION = {
  Account: 'sliced',
  Exchange: 'NFO',
  Symbol: 'NIFTY29DEC26C24500',
  Quantity: '8775',
  Price: '150',
};

export function sliceTests(rig: () => ConsoleRig): void {
  test('an order above the freeze quantity is sent in slices, which its page shows', async () => {
    const page = await rig().open('/orders');
    await page.getByRole('button', { name: 'New order' }).click();
    const form = page.getByRole('dialog', { name: 'New order' });
    for (const [label, text] of Object.entries(OPTION)) {
      await form.getByLabel(label, { exact: false }).first().fill(text);
    }
    await form.getByLabel('In slices', { exact: false }).check();
    await form.getByRole('button', { name: 'Review' }).click();
    expect(await page.getByTestId('request').textContent()).toContain('"slice": true');
    await page.getByRole('button', { name: 'Send the order' }).click();
    await page.getByText('was accepted', { exact: false }).waitFor();
    const { items } = await rig().client.orders.list({ account: OPTION.Account });
    const { orderId } = items.find(({ slicing }) => slicing)!;
    await rig().untilOrder(orderId, ({ ordStatus }) => ordStatus === 'Filled');

    await rig().visit(page, `/orders/${orderId}`);
    await page.getByRole('tab', { name: 'Slices' }).click();
    const filled = page.getByRole('gridcell', { name: 'Filled', exact: true });
    await filled.nth(4).waitFor();
    expect(await filled.count()).toBe(5);
    expect(await violations(page)).toEqual([]);
    await filled.first().dblclick();
    await page.getByRole('heading', { name: `BUY 1755 ${OPTION.Symbol}` }).waitFor();
    await page.getByRole('tab', { name: 'All fields' }).click();
    await page.getByRole('link', { name: orderId, exact: true }).click();
    await page.getByRole('tab', { name: 'Slices' }).waitFor();
  });
}
