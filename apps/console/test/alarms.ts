import type { Page, WebSocketRoute } from 'playwright-core';
import { until } from '../../dev/src/engine-process/engine-process';
import type { ConsoleRig } from './console-rig';

const PATIENCE_MS = 30_000;
/** More answers than a link may lose in a row before it counts as down. */
const OWED = 12;

interface Raised {
  tones: number;
  notifications: { title: string; body: string }[];
}

/**
 * Runs in the page before its own scripts: records tones and notifications, and clears the
 * preferences.
 */
const WATCH = `
  localStorage.removeItem('ome.preferences');
  window.raised = { tones: 0, notifications: [] };
  const start = OscillatorNode.prototype.start;
  OscillatorNode.prototype.start = function (...args) {
    window.raised.tones += 1;
    return start.apply(this, args);
  };
  window.Notification = class {
    static permission = 'default';
    static requestPermission = async () => (window.Notification.permission = 'granted');
    constructor(title, { body }) {
      window.raised.notifications.push({ title, body });
    }
  };
`;

const raised = (page: Page): Promise<Raised> => page.evaluate('window.raised');

async function untilNotified(page: Page, count: number): Promise<Raised> {
  const areThere = async () => (await raised(page)).notifications.length === count;
  await until('the notification', PATIENCE_MS, areThere);
  return raised(page);
}

export function alarmTests(rig: () => ConsoleRig): void {
  let page: Page;
  beforeEach(async () => {
    page = await rig().tab();
    await page.addInitScript(WATCH);
  });

  async function wantAlarms(): Promise<void> {
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByLabel('Sound on rejects', { exact: false }).check();
    await page.getByLabel('Browser notification', { exact: false }).check();
    await page.keyboard.press('Escape');
  }

  test('a reject and a lost connection raise a tone and a notification if enabled', async () => {
    const sockets: WebSocketRoute[] = [];
    await page.routeWebSocket(/socket\.io/, (socket) => {
      socket.connectToServer();
      sockets.push(socket);
    });
    await rig().behave('REFUSED', { behaviour: 'reject', text: 'No margin' });
    await rig().visit(page, '/orders');
    await wantAlarms();

    await rig().place({ symbol: 'REFUSED' });
    const ofReject = await untilNotified(page, 1);
    expect(ofReject.notifications[0].title).toMatch(/^Rejected: .*REFUSED/);
    expect(ofReject.notifications[0].body).toContain('No margin');
    expect(ofReject.tones).toBe(2);

    for (const socket of sockets) await socket.close();
    const ofLoss = await untilNotified(page, 2);
    expect(ofLoss.notifications[1].title).toBe('Disconnected');
    expect(ofLoss.tones).toBe(4);
  });

  test('a link that goes down raises a tone and a notification, too', async () => {
    await rig().visit(page, '/connectivity');
    await page.getByRole('article', { name: 'rest' }).getByText('up', { exact: true }).waitFor();
    await wantAlarms();
    rig().engine.pause('simulator');
    try {
      for (let index = 0; index < OWED; index += 1) await rig().place({ symbol: 'STALLED' });
      const { notifications } = await untilNotified(page, 1);
      expect(notifications[0]).toEqual({ title: 'rest is down', body: expect.any(String) });
    } finally {
      rig().engine.resume('simulator');
    }
    await page.getByRole('article', { name: 'rest' }).getByText('up', { exact: true }).waitFor();
  });

  test('no tone or notification unless enabled', async () => {
    await rig().behave('REFUSED', { behaviour: 'reject', text: 'No margin' });
    await rig().visit(page, '/orders');
    await rig().place({ symbol: 'REFUSED', account: 'silent' });
    await page.getByRole('searchbox', { name: 'Search the orders' }).fill('silent');
    await page.getByRole('gridcell', { name: 'silent', exact: true }).waitFor();
    expect(await raised(page)).toEqual({ tones: 0, notifications: [] });
  });
}
