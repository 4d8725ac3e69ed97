import { generateSync } from 'otplib';
import type { Page } from 'playwright-core';
import type { ConsoleRig } from './console-rig';
import { violations } from './violations';

const PASSWORD = 'a sentence nobody guesses';
const STEP_S = 30;

/** What the app shows, now or a step later: no code is taken twice. */
const codeOf = (secret: string, stepsAhead = 0): string =>
  generateSync({ secret, epoch: Math.floor(Date.now() / 1_000) + stepsAhead * STEP_S });

export function signInTests(rig: () => ConsoleRig): void {
  let api: { url: string; stop: () => Promise<void> };
  let setupCode: string;
  beforeAll(async () => {
    // The API does not start where nobody could get in.
    const person = { login: 'anna', name: 'Anna Berg', roles: ['admin' as const] };
    setupCode = (await rig().client.users.create(person)).setupCode!;
    api = await rig().engine.startGuardedApi();
  });
  afterAll(() => api?.stop());

  const fill = (page: Page, label: string, text: string) =>
    page.getByLabel(label, { exact: false }).first().fill(text);
  const press = (page: Page, name: string) =>
    page.getByRole('button', { name, exact: true }).click();
  const untilLive = (page: Page) => page.getByRole('status', { name: 'Live feed: Live' }).waitFor();

  /** Chooses a password; resolves to the secret of the app. */
  async function setUp(page: Page, login: string, setupCode: string): Promise<string> {
    await press(page, 'I have a setup code');
    await fill(page, 'Login', login);
    await fill(page, 'Setup code', setupCode);
    await press(page, 'Continue');
    await page.getByRole('img', { name: 'The secret as a QR code' }).waitFor();
    const secret = await page.getByLabel('Secret', { exact: true }).inputValue();
    await fill(page, 'New password', PASSWORD);
    await fill(page, 'Code that the app shows now', codeOf(secret));
    expect(await violations(page)).toEqual([]);
    await press(page, 'Choose the password');
    await page.getByRole('list', { name: 'Recovery codes' }).waitFor();
    expect(await violations(page)).toEqual([]);
    await press(page, 'I have kept them');
    return secret;
  }

  async function signOut(page: Page): Promise<void> {
    await press(page, 'Settings');
    await page.getByText('Signed in as Anna Berg').waitFor();
    await press(page, 'Sign out');
    await page.getByLabel('Password', { exact: false }).first().waitFor();
  }

  test('a person signs in, trades, is named in the audit, and signs out', async () => {
    await rig().behave('ANNAS', { behaviour: 'rest' });
    const page = await rig().tab();
    await page.goto(`${api.url}/console/orders`);
    await page.getByLabel('Password', { exact: false }).first().waitFor();
    expect(await violations(page)).toEqual([]);
    const secret = await setUp(page, 'anna', setupCode);
    await untilLive(page);
    await signOut(page);

    await fill(page, 'Login', 'anna');
    await fill(page, 'Password', PASSWORD);
    await fill(page, 'Code', '000000');
    await press(page, 'Sign in');
    await page.getByText('Login, password or code is not right').waitFor();
    await fill(page, 'Code', codeOf(secret, 1));
    await press(page, 'Sign in');
    await untilLive(page);
    expect(await page.evaluate('document.cookie + JSON.stringify(sessionStorage)')).toBe('{}');

    await page.keyboard.press('n');
    const form = page.getByRole('dialog', { name: 'New order' });
    const fields = { Account: 'desk', Symbol: 'ANNAS', Quantity: '10', Price: '120' };
    for (const [label, text] of Object.entries(fields)) {
      await form.getByLabel(label, { exact: false }).first().fill(text);
    }
    await press(page, 'Review');
    await press(page, 'Send the order');
    await form.waitFor({ state: 'detached' });
    await page.getByRole('searchbox', { name: 'Search the orders' }).fill('ANNAS');
    await page.getByRole('gridcell', { name: 'ANNAS', exact: true }).click();
    await page.getByText('works at the venue', { exact: false }).first().waitFor();
    await page.keyboard.press('c');
    await press(page, 'Cancel the order');
    await page.getByText('The order was canceled', { exact: false }).first().waitFor();

    await page.goto(`${api.url}/console/audit`);
    await page.getByRole('textbox', { name: 'Who' }).fill('anna');
    for (const action of ['order.new', 'order.cancel']) {
      const row = page.getByRole('row').filter({ hasText: action }).first();
      await row.getByText('Anna Berg').waitFor();
    }
    expect(await violations(page)).toEqual([]);
    await signOut(page);
    await page.goto(`${api.url}/console/orders`);
    await page.getByLabel('Password', { exact: false }).first().waitFor();
  });
}
