import { Clock, EventFeed } from '@ome/engine';
import type { FixVersion } from '@ome/fix';
import { FixSessionStore } from '@ome/persistence';
import { eventually } from '../../../../libs/platform/src/testing/eventually';
import { FixClient } from '../client/fix-client';
import { FixGateway } from '../fix.module';
import { newOrderSingle } from '../testing/fields';
import { FixRig } from '../testing/fix-rig';

const NAMES = { targetCompId: 'OME', version: 'FIX.4.4' as FixVersion, resetOnLogon: false };

let rig: FixRig;
let now: Date;

beforeAll(async () => {
  rig = await FixRig.start();
  jest.spyOn(rig.app.get(Clock), 'now').mockImplementation(() => now);
});
afterEach(() => rig.leave());
afterAll(async () => {
  jest.restoreAllMocks();
  await rig.stop();
});

const at = (time: string): void => void (now = new Date(`2026-11-${time}:00.000Z`));

const client = (compId: string): Promise<FixClient> =>
  FixClient.create({
    ...NAMES,
    host: '127.0.0.1',
    port: rig.app.get(FixGateway).port,
    senderCompId: compId,
  });

const logOn = (one: FixClient) =>
  eventually(async () => {
    if (!one.isConnected) await one.connect();
    expect(one.isLoggedOn).toBe(true);
  });

const numbers = (compId: string) =>
  rig.app.get(FixSessionStore).logOf({ version: 'FIX.4.4', compId }).state();

test('a session ends with its hours, refuses a Logon outside, and begins anew with the next', async () => {
  at('23T05:00');
  await rig.define('HOURS', { role: 'dropCopy', hours: '09:00-17:30' });
  const copy = await client('HOURS');
  await logOn(copy);
  const desk = await rig.logOn('DESK44', 'FIX.4.4');
  desk.send('D', newOrderSingle('H-1'));
  await eventually(() => expect(copy.received).toHaveLength(1));

  at('23T12:00');
  await eventually(() => expect(copy.isLoggedOn).toBe(false));
  const over = 'The session is closed: its hours are 09:00-17:30';
  expect(copy.endedBy).toBe(over);
  await copy.close();
  // What happens meanwhile takes no number.
  const { nextOut } = await numbers('HOURS');
  desk.send('D', newOrderSingle('H-2'));
  await rig.heard(desk, (message) => message.get(11) === 'H-2');
  const late = await client('HOURS');
  await eventually(async () => {
    if (!late.isConnected) await late.connect();
    expect(late.endedBy).toBe(`The Logon was refused: ${over}`);
  });
  expect(late.isLoggedOn).toBe(false);
  await late.close();
  // The Logout that refused it alone.
  expect((await numbers('HOURS')).nextOut).toBeLessThanOrEqual(nextOut + 1);

  at('24T03:30');
  const next = await client('HOURS');
  await logOn(next);
  await eventually(() => expect(next.received.map((message) => message.get(11))).toEqual(['H-2']));
  expect(next.received[0].seq).toBeLessThanOrEqual(2);
  await next.close();
  expect((await rig.app.get(EventFeed).page(null, 10)).entries).toHaveLength(2);
});
