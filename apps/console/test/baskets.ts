import type { ConsoleRig } from './console-rig';

const LEGS = [
  ['Buy put', '24000', '60'],
  ['Sell put', '24300', '85'],
  ['Sell call', '24700', '90'],
  ['Buy call', '25000', '65'],
] as const;

export function basketTests(rig: () => ConsoleRig): void {
  test('an iron condor is entered, and watched until every leg is filled', async () => {
    const page = await rig().open('/baskets');
    await page.getByRole('button', { name: 'New iron condor' }).click();
    const form = page.getByRole('dialog', { name: 'New iron condor' });
    await form.getByLabel('Account').fill('desk');
    await form.getByLabel('Expiry').fill('2026-12-29');
    for (const [index, [leg, strike, price]] of LEGS.entries()) {
      await form.getByLabel(`${leg}, strike`).fill(strike);
      await form.getByLabel('Limit').nth(index).fill(price);
    }
    await form.getByRole('button', { name: 'Review' }).click();
    expect(await page.getByTestId('request').textContent()).toContain('POST /baskets/iron-condor');
    await page.getByRole('button', { name: 'Send the basket' }).click();

    await page.getByRole('heading', { name: /^Basket condor-/ }).waitFor();
    await page.getByText('Result: every leg is filled.').waitFor();
    for (const [stage, side] of [
      [1, 'BUY'],
      [2, 'SELL'],
    ] as const) {
      const legs = page.getByRole('region', { name: `Stage ${stage}` });
      const ofSide = legs.getByRole('gridcell', { name: side, exact: true });
      await legs.getByRole('gridcell', { name: 'Filled', exact: true }).nth(1).waitFor();
      await ofSide.nth(1).waitFor();
      expect(await ofSide.count()).toBe(2);
    }
  });
}
