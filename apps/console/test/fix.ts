import { utcTimestamp } from '@ome/fix';
import type { Page } from 'playwright-core';
import { until } from '../../dev/src/engine-process/engine-process';
import { FixClient } from '../../fix/src/client/fix-client';
import type { ConsoleRig } from './console-rig';
import { violations } from './violations';

const PATIENCE_MS = 20_000;

const NARROW = { width: 390, height: 844 };

export function fixTests(rig: () => ConsoleRig): void {
  const clients: FixClient[] = [];
  afterEach(() => Promise.all(clients.splice(0).map((client) => client.close())));

  async function logOn(senderCompId: string): Promise<FixClient> {
    const [host, port] = rig().engine.state.fixAddress.split(':');
    const client = await FixClient.create({
      host,
      port: Number(port),
      version: 'FIX.4.4',
      senderCompId,
      targetCompId: 'OME',
      resetOnLogon: true,
    });
    clients.push(client);
    await until('a Logon', PATIENCE_MS, async () => {
      if (!client.isConnected) await client.connect().catch(() => undefined);
      return client.isLoggedOn;
    });
    return client;
  }

  const row = (page: Page, compId: string) =>
    page
      .getByRole('row')
      .filter({ has: page.getByRole('gridcell', { name: compId, exact: true }) });

  const confirm = async (page: Page, how: string, label: string, reason: string) => {
    await page.getByRole('button', { name: how }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Review' }).click();
    // It has to be said why.
    await dialog.getByText('Reason, for the audit log').waitFor();
    await dialog.getByLabel('Reason').fill(reason);
    await dialog.getByRole('button', { name: 'Review' }).click();
    expect(await page.getByTestId('request').textContent()).toContain(reason);
    await page.getByRole('button', { name: label }).click();
  };

  test('a session is shown with its state, numbers, and messages in words', async () => {
    const desk = await logOn('DESK44');
    desk.send('D', [
      [11, `console-${Date.now()}`],
      [1, 'desk'],
      [55, 'ACC'],
      [207, 'NSE'],
      [54, 1],
      [60, utcTimestamp(new Date())],
      [38, 10],
      [40, 2],
      [44, 1850],
    ]);
    const page = await rig().open('/fix');
    await row(page, 'DESK44').getByText('logged on').waitFor();
    await row(page, 'DESK44').getByText(/ago/).first().waitFor();
    await page.getByRole('gridcell', { name: 'DESK44', exact: true }).click();
    const messages = page.getByRole('grid', { name: 'Messages to DESK44' });
    await messages.getByText('ExecutionReport').first().waitFor();
    await messages
      .getByText(/ExecType=PendingNew \(A\)/)
      .first()
      .waitFor();
    await page.setViewportSize(NARROW);
    await page.getByText('Last heard').first().waitFor();
    expect(await violations(page)).toEqual([]);
  });

  test('ops log a session out and reset it, and say why', async () => {
    const desk = await logOn('DESK44');
    const page = await rig().open('/fix');
    await row(page, 'DESK44').getByText('logged on').waitFor();
    await page.getByRole('gridcell', { name: 'DESK44', exact: true }).click();
    await confirm(page, 'Log out', 'Log DESK44 out', 'It repeats its orders');
    await until('a Logout', PATIENCE_MS, () => !desk.isLoggedOn);
    await row(page, 'DESK44').getByText('logged out').waitFor();
    const again = await logOn('DESK44');
    await row(page, 'DESK44').getByText('logged on').waitFor();
    await page.getByRole('gridcell', { name: 'DESK44', exact: true }).click();
    await confirm(page, 'Restart numbers', 'Restart the numbers of DESK44', 'Agreed on the phone');
    await until('the end of the connection', PATIENCE_MS, () => !again.isLoggedOn);
    const { items } = await rig().client.audit.list({ subject: 'DESK44' });
    expect(items.map(({ action, summary }) => `${action}: ${summary}`)).toEqual(
      expect.arrayContaining([
        'fix.sessions.logout: reason It repeats its orders',
        'fix.sessions.reset: reason Agreed on the phone',
      ]),
    );
  });

  test('a session is made, changed and disabled', async () => {
    const page = await rig().open('/fix');
    await page.getByRole('button', { name: 'New session' }).click();
    const made = page.getByRole('dialog', { name: 'New FIX session' });
    await made.getByLabel('SenderCompID of the counterparty').fill('MADE');
    await made.getByLabel('Accounts').fill('42, 43*');
    await made.getByRole('button', { name: 'Review' }).click();
    await page.getByRole('button', { name: 'Make MADE' }).click();
    await page.getByRole('gridcell', { name: 'MADE', exact: true }).click();
    const made2 = async () =>
      (await rig().client.fixSessions.list()).items.find(({ compId }) => compId === 'MADE');
    expect(await made2()).toMatchObject({ accounts: ['42', '43*'], enabled: true });

    await page.getByRole('button', { name: 'Change' }).click();
    const changed = page.getByRole('dialog', { name: 'FIX session MADE' });
    expect(await changed.getByLabel('Accounts').inputValue()).toBe('42, 43*');
    await changed.getByLabel('Hours', { exact: true }).fill('9-17');
    await changed.getByRole('button', { name: 'Review' }).click();
    await page.getByRole('button', { name: 'Change MADE' }).click();
    await page.getByRole('alert').getByText('hours must be such as', { exact: false }).waitFor();
    await page.getByRole('button', { name: 'Back' }).click();

    await page.getByRole('gridcell', { name: 'MADE', exact: true }).click();
    await page.getByRole('button', { name: 'Disable' }).click();
    await page.getByRole('button', { name: 'Disable MADE' }).click();
    await row(page, 'MADE').getByText('disabled').waitFor();
    expect(await made2()).toMatchObject({ accounts: ['42', '43*'], enabled: false });
  });

  test('no name in the navigation is cut off', async () => {
    const page = await rig().open('/fix');
    const cut = await page
      .getByRole('navigation', { name: 'Pages' })
      .getByRole('link')
      .evaluateAll((links) =>
        links
          .flatMap((link) => [...link.querySelectorAll('*')])
          .filter((part) => part.scrollWidth > part.clientWidth && part.clientWidth > 0)
          .map((part) => part.textContent),
      );
    expect(cut).toEqual([]);
  });
}
