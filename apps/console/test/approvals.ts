import { OmeClient } from '@ome/client';
import type { ConsoleRig } from './console-rig';
import { enterKey } from './keys';
import { violations } from './violations';

export function approvalTests(rig: () => ConsoleRig): void {
  let api: { url: string; stop: () => Promise<void> };
  let second: string;
  let maker: OmeClient;
  beforeAll(async () => {
    const { keys, approvals } = rig().client;
    const made = await keys.create({ name: 'maker', scopes: ['orders', 'risk'] });
    const other = await keys.create({ name: 'second', scopes: ['orders', 'approvals'] });
    second = other.token;
    await approvals.setRules({ account: 'eyes', aboveQuantity: 50 });
    api = await rig().engine.startGuardedApi({ TWO_PERSONS_FOR: 'limits' });
    maker = new OmeClient({ url: api.url, apiKey: made.token });
  });
  afterAll(() => api?.stop());

  const place = () =>
    maker.orders.place({
      account: 'eyes',
      symbol: 'HELD',
      exchange: 'NSE',
      side: 'BUY',
      ordType: 'LIMIT',
      quantity: 100,
      price: 10,
    });

  test('a second person approves what waits, and the badge counts the rest', async () => {
    const [first, other] = [await place(), await place()];
    const page = await rig().tab();
    await page.goto(`${api.url}/console/orders`);
    await enterKey(page, second);
    await page.getByRole('link', { name: 'Approvals 2 waiting' }).click();

    const row = page.getByRole('row').filter({ hasText: 'the quantity 100 is above 50' });
    await row.first().click();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Approve' }).click();
    const request = await page.getByTestId('request').textContent();
    expect(request).toContain(`POST /approvals/${first.orderId}/approve`);
    await page.getByRole('dialog').getByRole('button', { name: 'Approve' }).click();
    await page.getByRole('link', { name: 'Approvals 1 waiting' }).waitFor();

    await row.first().click();
    await page.getByRole('button', { name: 'Reject' }).click();
    const dialog = page.getByRole('dialog', { name: 'Reject the request' });
    await dialog.getByLabel('Reason').fill('Too much');
    await dialog.getByRole('button', { name: 'Review' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Reject' }).click();
    await page.getByText('Nothing waits').waitFor();
    const { ordStatus, reason } = await maker.orders.show(other.orderId);
    expect([ordStatus, reason]).toEqual(['Rejected', 'Not approved: Too much']);
    await rig().untilOrder(first.orderId, (order) => order.ordStatus !== 'PendingNew');
  });

  test('and decides on baskets and on changes of settings', async () => {
    const leg = { symbol: 'HELD', exchange: 'NSE', side: 'BUY', quantity: 100 } as const;
    const { basketId } = await maker.baskets.place({
      account: 'eyes',
      basketClOrdId: 'held-basket',
      proceedWhen: 'FILLED',
      stageTimeoutMs: 60_000,
      onFailure: 'STOP',
      legs: [{ ...leg, stage: 1, ordType: 'LIMIT', price: 10 }],
    });
    const limits = maker.risk.setLimits({ account: 'eyes', maxOrderQty: '500' });
    await expect(limits).rejects.toThrow('second person');
    const page = await rig().tab();
    await page.goto(`${api.url}/console/orders`);
    await enterKey(page, second);
    await page.getByRole('link', { name: 'Approvals 2 waiting' }).click();

    await page.getByRole('tab', { name: 'Baskets 1 waiting' }).click();
    await page.getByRole('row').filter({ hasText: 'held-basket' }).click();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Approve' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Approve' }).click();
    await page.getByRole('link', { name: 'Approvals 1 waiting' }).waitFor();
    const basket = await maker.baskets.show(basketId);
    expect(basket.approval).toBeUndefined();

    await page.getByRole('tab', { name: 'Settings 1 waiting' }).click();
    await page.getByRole('row').filter({ hasText: 'maxOrderQty 500' }).click();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Approve' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Approve' }).click();
    await page.getByText('Nothing waits').waitFor();
    const [made] = (await rig().client.risk.changes(1)).items;
    expect(made).toMatchObject({ action: 'limitsSet', after: { maxOrderQty: '500' } });
  });
}
