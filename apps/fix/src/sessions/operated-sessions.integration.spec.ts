import { type FixSessionStatus, FixSessionStatusStore, FixSessionStore } from '@ome/persistence';
import { eventually } from '../../../../libs/platform/src/testing/eventually';
import { newOrderSingle } from '../testing/fields';
import { FixRig } from '../testing/fix-rig';

/** Two gateways over one store: either may hold the lease of a session. */
let rigs: [FixRig, FixRig];

beforeAll(async () => {
  const one = await FixRig.start();
  rigs = [one, await FixRig.start({}, one.store)];
});
afterEach(() => Promise.all(rigs.map((rig) => rig.leave())));
afterAll(async () => {
  await rigs[1].stop({ keepsStore: true });
  await rigs[0].stop();
});

const sessions = () => rigs[0].app.get(FixSessionStore);
const found = async (compId: string) => (await sessions().find(compId, false))!;

const untilStatus = (
  compId: string,
  expected: Partial<Record<keyof FixSessionStatus, unknown>>,
): Promise<FixSessionStatus> =>
  eventually(async () => {
    const status = await rigs[0].app.get(FixSessionStatusStore).find(compId);
    expect(status).toMatchObject(expected);
    return status!;
  });

/** Logs on at whichever gateway serves the session. */
async function logOn(compId: string) {
  const clients = await Promise.all(rigs.map((rig) => rig.connect(compId, 'FIX.4.4')));
  return eventually(async () => {
    const on = clients.find(({ isLoggedOn }) => isLoggedOn);
    if (on) return on;
    for (const client of clients) if (!client.isConnected) await client.connect();
    throw new Error(`${compId} is not logged on`);
  });
}

test('the state of a session is reported: logged on, heard, logged out, and why', async () => {
  await rigs[0].define('STATE', {});
  await untilStatus('STATE', { isLoggedOn: false, isOpen: true, heardAt: null, lastEnd: null });
  const desk = await logOn('STATE');
  const on = await untilStatus('STATE', { isLoggedOn: true });
  expect(on.heardAt!.getTime()).toBeLessThanOrEqual(Date.now());
  desk.send('D', newOrderSingle('STATE-1'));
  await eventually(() => expect(desk.received).not.toEqual([]));
  await desk.close();
  const out = await untilStatus('STATE', { isLoggedOn: false, lastEnd: { text: 'Goodbye' } });
  expect(out.since.getTime()).toBeGreaterThanOrEqual(on.since.getTime());
  const { nextOut } = await sessions().logOf({ version: 'FIX.4.4', compId: 'STATE' }).state();
  // A Logon and the report at least; what answers the Logout may be on its way.
  expect(out.writtenOut).toBeGreaterThanOrEqual(2);
  expect(out.writtenOut).toBeLessThan(nextOut);
});

test('a refused peer is told of in the state of the session', async () => {
  await rigs[0].define('BARRED', { addresses: ['10.9.9.9'] });
  await untilStatus('BARRED', { isLoggedOn: false });
  await rigs[0].connect('BARRED', 'FIX.4.4');
  await rigs[1].connect('BARRED', 'FIX.4.4');
  await untilStatus('BARRED', {
    lastEnd: { text: expect.stringContaining('an address not allowed'), at: expect.any(Date) },
  });
});

test('a logout reaches whichever gateway serves the session, and a Logon is accepted again', async () => {
  await rigs[0].define('ENDED', {});
  const desk = await logOn('ENDED');
  await sessions().restart(await found('ENDED'));
  await eventually(() => expect(desk.isLoggedOn).toBe(false));
  await logOn('ENDED');
});

test('a reset ends the connection, and both numbers begin at 1 again', async () => {
  await rigs[0].define('RESET', {});
  const desk = await logOn('RESET');
  desk.send('D', newOrderSingle('RESET-1'));
  await eventually(() => expect(desk.received).not.toEqual([]));
  await sessions().reset(await found('RESET'));
  await eventually(() => expect(desk.isLoggedOn).toBe(false));
  const log = sessions().logOf({ version: 'FIX.4.4', compId: 'RESET' });
  await eventually(async () => expect(await log.state()).toMatchObject({ nextIn: 1, nextOut: 1 }));
  const again = await logOn('RESET');
  again.send('D', newOrderSingle('RESET-2'));
  await eventually(() => expect(again.received.at(-1)?.get(11)).toBe('RESET-2'));
});

test('nobody logs on to a disabled session', async () => {
  await rigs[0].define('ABLED', {});
  const desk = await logOn('ABLED');
  await rigs[0].define('ABLED', { enabled: false });
  await eventually(() => expect(desk.isLoggedOn).toBe(false));
  await desk.connect().catch(() => undefined);
  await eventually(() => expect(desk.isConnected).toBe(false));
  expect(desk.isLoggedOn).toBe(false);
  await rigs[0].define('ABLED', {});
  await logOn('ABLED');
});
