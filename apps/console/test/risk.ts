import type { Page } from 'playwright-core';
import type { ConsoleRig } from './console-rig';

const REASON = 'The feed of prices is wrong';

/** Enters an order like the previous ones, and sends it. */
async function sendOrder(page: Page, account: string, symbol: string): Promise<void> {
  await page.getByRole('button', { name: 'New order' }).click();
  const form = page.getByRole('dialog', { name: 'New order' });
  await form.getByLabel('Account').fill(account);
  await form.getByLabel('Symbol').fill(symbol);
  await form.getByRole('textbox', { name: 'Quantity' }).fill('10');
  await form.getByLabel('Price', { exact: false }).first().fill('100');
  await form.getByRole('button', { name: 'Review' }).click();
  await page.getByRole('button', { name: 'Send the order' }).click();
}

export function riskTests(rig: () => ConsoleRig): void {
  test('the kill switch is pulled, refuses orders with its reason, and is released', async () => {
    const page = await rig().open('/risk');
    await page.getByText('Trading is on').waitFor();
    await page.getByRole('button', { name: 'Stop trading' }).click();
    await page.getByRole('dialog').getByLabel('Reason').fill(REASON);
    await page.getByRole('dialog').getByRole('button', { name: 'Review' }).click();
    await page.getByRole('button', { name: 'Pull the switch' }).click();
    await page.getByRole('banner').getByText('Trading stopped').waitFor();

    await page.getByRole('link', { name: 'Orders' }).click();
    await sendOrder(page, 'desk', 'STOPPED');
    await page.getByRole('alert').getByText(REASON, { exact: false }).waitFor();

    await rig().visit(page, '/risk');
    const pulled = page.getByRole('grid', { name: 'Switches that are pulled' });
    await pulled.getByRole('gridcell', { name: 'block-new', exact: true }).waitFor();
    await pulled.getByRole('gridcell', { name: REASON, exact: true }).click();
    await page.getByRole('button', { name: 'Release' }).click();
    await page.getByRole('button', { name: 'Release the switch' }).click();
    await page.getByText('Trading is on').waitFor();

    await page.getByRole('link', { name: 'Orders' }).click();
    await sendOrder(page, 'desk', 'RELEASED');
    await page.getByRole('gridcell', { name: 'RELEASED', exact: true }).waitFor();
  });

  test('a switch that blocks all orders is labelled so before it is pulled, and in the list', async () => {
    const page = await rig().open('/risk');
    await page.getByRole('button', { name: 'Stop trading' }).click();
    const dialog = page.getByRole('dialog', { name: 'Stop trading' });
    await dialog.getByRole('combobox', { name: 'For whom' }).click();
    await page.getByRole('option', { name: 'One account' }).click();
    await dialog.getByLabel('Account').fill('barred');
    await dialog.getByRole('combobox', { name: 'What is refused' }).click();
    await page.getByRole('option', { name: 'Everything, closing orders too' }).click();
    await dialog.getByLabel('Reason').fill(REASON);
    await dialog.getByRole('button', { name: 'Review' }).click();
    expect(await page.getByTestId('request').textContent()).toContain('block-all');
    await page.getByRole('button', { name: 'Pull the switch' }).click();
    const pulled = page.getByRole('grid', { name: 'Switches that are pulled' });
    await pulled.getByRole('gridcell', { name: 'block-all', exact: true }).click();
    await page.getByRole('button', { name: 'Release' }).click();
    await page.getByRole('button', { name: 'Release the switch' }).click();
    await page.getByText('Trading is on').waitFor();
  });

  test('limits that somebody else changed meanwhile are not overwritten', async () => {
    const page = await rig().open('/risk');
    await page.getByRole('button', { name: 'For another' }).click();
    const whose = page.getByRole('dialog', { name: 'Limits for' });
    await whose.getByLabel('Account').fill('shared');
    await whose.getByRole('button', { name: 'Set limits' }).click();
    const dialog = page.getByRole('dialog', { name: 'Limits: Account shared' });
    await dialog.getByLabel('Maximum order quantity (units)').fill('9');
    await dialog.getByRole('button', { name: 'Review' }).click();
    await page.getByRole('button', { name: 'Set the limits' }).waitFor();
    await rig().client.risk.setLimits({ account: 'shared', maxOrderQty: '5' });
    await page.getByRole('button', { name: 'Set the limits' }).click();
    await page.getByText('The limits have changed since you read them', { exact: false }).waitFor();
  });

  test('a limit is edited, and applies', async () => {
    const page = await rig().open('/risk');
    await page.getByRole('button', { name: 'For another' }).click();
    const whose = page.getByRole('dialog', { name: 'Limits for' });
    await whose.getByLabel('Account').fill('limited');
    await whose.getByRole('button', { name: 'Set limits' }).click();
    const dialog = page.getByRole('dialog', { name: 'Limits: Account limited' });
    await dialog.getByLabel('Maximum order quantity (units)').fill('9');
    await dialog.getByRole('button', { name: 'Review' }).click();
    expect(await page.getByTestId('request').textContent()).toContain('PUT /risk/limits');
    await page.getByRole('button', { name: 'Set the limits' }).click();
    await page.getByText('The limits apply in every process').waitFor();

    await page.getByRole('combobox', { name: 'Whose limits' }).click();
    await page.getByRole('option', { name: 'Account limited' }).click();
    await page.getByRole('row', { name: /^Maximum order quantity 9 units account/ }).waitFor();
    await page.getByRole('link', { name: 'Orders' }).click();
    await sendOrder(page, 'limited', 'TOOMANY');
    await page.getByRole('alert').getByText('The request failed').waitFor();
  });
}
