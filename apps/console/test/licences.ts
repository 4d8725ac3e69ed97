import type { ConsoleRig } from './console-rig';

const TRADING_VIEW = 'https://www.tradingview.com/';
/** Until the connections were sampled twice, which a line takes. */
const SAMPLED_MS = 60_000;

export function licenceTests(rig: () => ConsoleRig): void {
  test('every chart names its maker, with a link', async () => {
    const page = await rig().open('/connectivity');
    const charts = page.getByRole('figure').filter({ has: page.locator('canvas') });
    await charts.first().waitFor({ timeout: SAMPLED_MS });
    const count = await charts.count();
    const links = charts.getByRole('link', { name: 'TradingView' });
    expect([count, await links.count()]).toEqual([3, 3]);
    for (const link of await links.all()) {
      expect([await link.isVisible(), await link.getAttribute('href')]).toEqual([
        true,
        TRADING_VIEW,
      ]);
    }
  });

  test('the settings lead to the licences of all packages, and have the notice of the charts', async () => {
    const page = await rig().open('/orders');
    await page.getByRole('button', { name: 'Settings' }).click();
    const settings = page.getByRole('dialog', { name: 'Settings' });
    await settings.getByText('Copyright (c) 2025 TradingView, Inc.').waitFor();
    await settings.getByRole('link', { name: TRADING_VIEW }).waitFor();
    const opened = page.waitForEvent('popup');
    await settings.getByRole('link', { name: 'Licences' }).click();
    const text = await (await opened).locator('body').textContent();
    for (const name of ['react', '@mantine/core', 'ag-grid-community', 'lightweight-charts']) {
      expect(text).toMatch(new RegExp(`^## ${name} - .*[(].+[)]\\n\\n.{10}`, 'm'));
    }
  });
}
