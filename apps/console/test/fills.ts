import type { ConsoleRig } from './console-rig';

export function fillTests(rig: () => ConsoleRig): void {
  test('a fill is shown once the feed reports it, and refetched when it is busted', async () => {
    const page = await rig().tab();
    const asked = page.waitForResponse(/\/fills\?/);
    await rig().visit(page, '/fills');
    await asked;
    // From here on the list is not answered: new fills come from the feed only.
    await page.route(/\/fills\?/, () => undefined);
    const { orderId } = await rig().place({ symbol: 'HEARD', quantity: '1' });
    const row = page.getByRole('row').filter({ hasText: orderId });
    await row.getByText('live', { exact: true }).waitFor();

    await page.unroute(/\/fills\?/);
    const [fill] = (await rig().client.orders.fills(orderId)).items;
    const bust = { ClOrdID: orderId, ExecID: 'BUST', ExecType: 'H', ExecRefID: fill.execId };
    await rig().client.executions.report(bust);
    await row.getByText('busted', { exact: true }).waitFor();
  });
}
