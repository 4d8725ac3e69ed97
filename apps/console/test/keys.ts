import type { Page } from 'playwright-core';
import type { ConsoleRig } from './console-rig';
import { violations } from './violations';

/** A well-formed key that nobody has created. */
const UNKNOWN = `ome_${'0'.repeat(16)}_${'A'.repeat(43)}`;

/** What the page stored in the browser. */
const KEPT = `({
  tab: Object.values(sessionStorage),
  disk: Object.values(localStorage).join(),
  cookies: document.cookie,
})`;

/** Enters a key where the page asks who somebody is. */
export async function enterKey(page: Page, key: string): Promise<void> {
  const choose = page.getByRole('button', { name: 'Use an API key' });
  const field = page.getByLabel('API key', { exact: false }).first();
  await choose.or(field).first().waitFor();
  if (await choose.isVisible()) await choose.click();
  await field.fill(key);
  await page.getByRole('button', { name: 'Continue' }).click();
}

export function keyTests(rig: () => ConsoleRig): void {
  let api: { url: string; stop: () => Promise<void> };
  let token: string;
  beforeAll(async () => {
    // Its requests are held until there is a key.
    ({ token } = await rig().client.keys.create({ name: 'console', scopes: ['orders'] }));
    api = await rig().engine.startGuardedApi();
  });
  afterAll(() => api?.stop());

  test('a wrong key shows an error, and the right one is stored by the tab only', async () => {
    const page = await rig().tab();
    const addresses: string[] = [];
    page.on('request', (request) => addresses.push(request.url()));
    page.on('websocket', (socket) => addresses.push(socket.url()));

    await page.goto(`${api.url}/console/orders`);
    await enterKey(page, 'secret');
    await page.getByText('A key looks like', { exact: false }).waitFor();
    expect(await violations(page)).toEqual([]);
    await enterKey(page, UNKNOWN);
    await page.getByText('The engine rejected this key.').waitFor();
    await enterKey(page, token);
    await page.getByRole('status', { name: 'Live feed: Live' }).waitFor();

    const kept = await page.evaluate(KEPT);
    expect(kept).toEqual({ tab: [token], disk: expect.not.stringContaining(token), cookies: '' });
    expect([page.url(), ...addresses].filter((address) => address.includes(token))).toEqual([]);
    expect(addresses.some((address) => address.startsWith('ws'))).toBe(true);
  });

  test('the queues open for an admin, and tell others which scope is missing', async () => {
    const admin = await rig().client.keys.create({ name: 'admin', scopes: ['admin'] });
    const page = await rig().tab();
    await page.goto(`${api.url}/console/orders`);
    await enterKey(page, token);
    await page.getByRole('link', { name: 'Queues' }).click();
    await page.getByText('The API key lacks the scope admin').waitFor();

    const other = await rig().tab();
    await other.goto(`${api.url}/console/orders`);
    await enterKey(other, admin.token);
    await other.getByRole('link', { name: 'Queues' }).click();
    await other.waitForURL(/\/queues/);
    await other.getByText('OME queues', { exact: false }).first().waitFor();
  });
}
