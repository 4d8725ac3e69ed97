import type { ConsoleRig } from './console-rig';
import { violations } from './violations';

export function reportTests(rig: () => ConsoleRig): void {
  test('a fill that cannot be read is completed and booked by hand, with a reason', async () => {
    await rig().behave('UNREAD', { behaviour: 'rest' });
    const { orderId } = await rig().place({ symbol: 'UNREAD' });
    await rig().untilOrder(orderId, ({ ordStatus }) => ordStatus === 'New');
    const answer = await rig().client.executions.report({
      ClOrdID: orderId,
      ExecID: 'E-unread',
      ExecType: 'F',
      LastQty: '10',
      LastPx: 'ninety',
    });
    expect(answer.success).toBe(false);

    const page = await rig().open('/exceptions');
    await page.getByRole('tab', { name: 'Unmatched reports' }).click();
    await page.getByRole('gridcell', { name: 'LastPx cannot be read' }).click();
    await page.getByRole('button', { name: 'Book by hand' }).click();
    const dialog = page.getByRole('dialog', { name: 'Book the report by hand' });
    await dialog.getByText('ninety').waitFor();
    await dialog.getByLabel('OrderID').fill(orderId);
    await dialog.getByLabel('LastPx').fill('90');
    await dialog.getByRole('button', { name: 'Review' }).click();
    await dialog.getByText('for the audit').waitFor();
    await dialog.getByLabel('Reason').fill('Told by the dealer');
    expect(await violations(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Review' }).click();
    const request = await page.getByTestId('request').textContent();
    expect(request).toContain('"LastPx": "90"');
    await page.getByRole('button', { name: 'Book', exact: true }).click();

    await page.getByText('Every report is booked').waitFor();
    expect(await rig().client.orders.show(orderId)).toMatchObject({ cumQty: '10', avgPx: '90' });
  });

  test('the price of an implausible fill is confirmed, with a reason', async () => {
    await rig().behave('ZEROED', { behaviour: 'rest' });
    const { orderId } = await rig().place({ symbol: 'ZEROED' });
    await rig().untilOrder(orderId, ({ ordStatus }) => ordStatus === 'New');
    const fill = { ClOrdID: orderId, ExecID: 'E-zero', ExecType: 'F', LastQty: '10', LastPx: '0' };
    expect((await rig().client.executions.report(fill)).success).toBe(true);

    const page = await rig().open('/exceptions');
    await page.getByRole('tab', { name: 'Doubted fills' }).click();
    await page.getByRole('gridcell', { name: 'ZEROED' }).click();
    await page.getByRole('button', { name: 'Confirm the price' }).click();
    const dialog = page.getByRole('dialog', { name: 'Confirm the price' });
    await dialog.getByLabel('Reason').fill('A gift');
    expect(await violations(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Review' }).click();
    await page.getByRole('button', { name: 'Confirm', exact: true }).click();

    await page.getByText('No fill is in doubt').waitFor();
    expect((await rig().client.orders.fills(orderId)).items).toMatchObject([{ doubted: false }]);
  });
}
