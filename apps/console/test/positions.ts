import { SIMULATED_SESSIONS } from '../../dev/src/simulated-brokers';
import type { ConsoleRig } from './console-rig';

/** Time enough to close a position before this engine learns what was done to it. */
const UNHEARD_MS = 20_000;
/** Until the stream is opened again, and the books are read. */
const HEARD_MS = 90_000;
const BROKER = 'brokers/breeze';

export function positionTests(rig: () => ConsoleRig): void {
  /** Somebody sells some of ten shares in the broker's own app, while its stream is down. */
  async function soldElsewhere(account: string, quantity: string): Promise<void> {
    const order = { symbol: 'SBIN', account, link: 'breeze', product: 'CNC' };
    const { orderId } = await rig().place({ ...order, price: '800' });
    await rig().untilOrder(orderId, ({ ordStatus }) => ordStatus === 'Filled');
    await rig().control(`${BROKER}/cut`, { downForMs: UNHEARD_MS }, 'POST');
    const fields = {
      stock_code: 'STABAN',
      exchange_code: 'NSE',
      product: 'cash',
      action: 'sell',
      quantity,
      order_type: 'limit',
      price: '800',
      validity: 'day',
    };
    const terminal = `${BROKER}/users/${SIMULATED_SESSIONS.breeze.userId}/terminal`;
    await rig().control(terminal, { act: 'place', fields }, 'POST');
    const held = String(10 - Number(quantity));
    await rig().untilBrokerHolds({ account, symbol: 'SBIN', link: 'breeze' }, held);
  }

  test.each([
    ['a part', '4', 'A closing order was sent: The broker holds 6 of your 10', ['SELL 6']],
    ['all', '10', 'Nothing was sent: The broker holds nothing of your 10', []],
  ])(
    'a position of which %s was sold in the broker’s app is not oversold',
    async (...row) => {
      const [part, quantity, text, sold] = row;
      const account = `sold ${part}`.replaceAll(' ', '-');
      await soldElsewhere(account, quantity);
      const page = await rig().open('/positions');
      await page.getByRole('gridcell', { name: account, exact: true }).click();
      await page.getByRole('button', { name: 'Close the position' }).click();
      const dialog = page.getByRole('dialog', { name: 'Close the position?' });
      await dialog.getByRole('button', { name: 'Close the position' }).click();
      await page.getByText(text).waitFor();
      // Once the engine has read the broker's books, nothing is left, and nothing was sold twice.
      const position = page.getByRole('gridcell', { name: account, exact: true });
      await position.waitFor({ state: 'detached', timeout: HEARD_MS });
      const { items } = await rig().client.orders.list({ account, side: 'SELL' });
      const ours = items.filter(({ origin }) => origin === 'client');
      expect(ours.map(({ side, cumQty }) => `${side} ${cumQty}`)).toEqual(sold);
    },
    2 * HEARD_MS,
  );

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
