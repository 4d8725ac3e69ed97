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

test('who goes on above the limit is logged out', async () => {
  await rig.define('FAST', { maxMessagesPerSecond: 5 });
  const desk = await rig.logOn('FAST', 'FIX.4.4');
  for (let index = 0; index < 30; index += 1) desk.send('D', newOrderSingle(`FAST-${index}`));
  await eventually(() => expect(desk.isLoggedOn).toBe(false));
});
