import { getModelToken } from '@nestjs/mongoose';
import { FixSessionLeases, LeaseRecord, Leases } from '@ome/persistence';
import { newOrderSingle } from '../testing/fields';
import { FixRig } from '../testing/fix-rig';
import { eventually } from '../../../../libs/platform/src/testing/eventually';

let rig: FixRig;
beforeAll(async () => {
  rig = await FixRig.start();
});
afterEach(() => rig.leave());
afterAll(() => rig.stop());

test('a session takes the messages that it is for, and no other', async () => {
  await rig.define('TYPES', { messageTypes: ['D'] });
  const desk = await rig.logOn('TYPES', 'FIX.4.4');
  desk.send('AF', [
    [584, 'all'],
    [585, 7],
  ]);
  const refused = await rig.heard(desk, ({ type }) => type === 'j');
  expect([372, 380, 58].map((tag) => refused.get(tag))).toEqual([
    'AF',
    '6',
    'Not allowed in this session',
  ]);
  desk.send('D', newOrderSingle('TYPES-1'));
  await rig.heard(desk, (message) => message.get(150) === 'A');
});

test('a session is served to the addresses that it names', async () => {
  await rig.define('NEAR', { addresses: ['127.0.0.0/8', '::1'] });
  await rig.define('FAR', { addresses: ['10.0.0.0/8'] });
  await rig.logOn('NEAR', 'FIX.4.4');
  const stranger = await rig.connect('FAR', 'FIX.4.4');
  await eventually(() => expect(stranger.isConnected).toBe(false));
  expect(stranger.isLoggedOn).toBe(false);
});

test('another process may take a session 2 s after this one was killed, and asks for it then', async () => {
  const leases = rig.app.get(FixSessionLeases);
  expect(await leases.hold('fix:KILLED')).toBe(true);
  const another = new Leases(rig.app.get(getModelToken(LeaseRecord.name)), 'another', 2_000);
  const leftMs = await another.freeIn('fix:KILLED');
  expect(leftMs).toBeGreaterThan(0);
  expect(leftMs).toBeLessThanOrEqual(2_000);
  // Several times before it is over, so that one that lives does not lose it.
  expect(leases.renewEveryMs).toBeLessThanOrEqual(500);
});

test('who goes on above the limit is logged out', async () => {
  await rig.define('FAST', { maxMessagesPerSecond: 5 });
  const desk = await rig.logOn('FAST', 'FIX.4.4');
  for (let index = 0; index < 30; index += 1) desk.send('D', newOrderSingle(`FAST-${index}`));
  await eventually(() => expect(desk.isLoggedOn).toBe(false));
});
