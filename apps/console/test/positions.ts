import type { ConsoleRig } from './console-rig';

export function positionTests(rig: () => ConsoleRig): void {
  test('a position is closed by an opposite order', async () => {
    const { orderId } = await rig().place({ symbol: 'SBIN', account: 'closer', price: '800' });
    await rig().untilOrder(orderId, ({ ordStatus }) => ordStatus === 'Filled');
    const page = await rig().open('/positions');
    await page.getByRole('gridcell', { name: 'closer', exact: true }).click();
    await page.getByRole('button', { name: 'Close the position' }).click();
    const dialog = page.getByRole('dialog', { name: 'Close the position?' });
    expect(await page.getByTestId('request').textContent()).toContain('POST /positions/close');
    await dialog.getByRole('button', { name: 'Close the position' }).click();
    await page.getByText('A closing order was sent').waitFor();
    await page
      .getByRole('gridcell', { name: 'closer', exact: true })
      .waitFor({ state: 'detached' });
    const { items } = await rig().client.orders.list({ account: 'closer' });
    expect(items.map(({ side, cumQty }) => `${side} ${cumQty}`)).toEqual(['SELL 10', 'BUY 10']);
  });
}
