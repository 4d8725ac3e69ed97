import type { ConsoleRig } from './console-rig';
import { violations } from './violations';

export function doubtTests(rig: () => ConsoleRig): void {
  beforeEach(() => rig().control('lookup', { behaviour: 'error' }));
  afterEach(() => rig().control('lookup', { behaviour: 'answer' }));

  test('it stands above all others, and is resolved from its page', async () => {
    await rig().behave('DOUBTED', { behaviour: 'dropBeforeActing' });
    const { orderId } = await rig().place({ symbol: 'DOUBTED' });
    await rig().place({ symbol: 'LATER' });
    await rig().untilOrder(orderId, ({ inDoubt }) => inDoubt);

    const page = await rig().open('/orders');
    await page.getByRole('gridcell', { name: 'LATER', exact: true }).waitFor();
    await page.locator('.ag-row[row-index="0"]').getByText('In doubt').waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');

    await page.getByRole('button', { name: 'Resolve the doubt' }).click();
    const dialog = page.getByRole('dialog', { name: 'Resolve the doubt' });
    await dialog.getByRole('radio', { name: 'give it up' }).check();
    await dialog.getByLabel('Reason').fill('The venue has no such order');
    await dialog.getByRole('button', { name: 'Review' }).click();
    const request = await page.getByTestId('request').textContent();
    expect(request).toContain(`POST /orders/${orderId}/resolve`);
    expect(request).toContain('"resolution": "REJECT"');
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Resolve', exact: true }).click();

    const state = page.getByTestId('state');
    await state.getByText('Rejected', { exact: true }).waitFor();
    await state.getByText('The venue has no such order', { exact: false }).waitFor();
    expect((await rig().client.orders.show(orderId)).inDoubt).toBe(false);
  });
}
