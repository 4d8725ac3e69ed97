import { KillSwitchMode, KillSwitchScope } from '@ome/domain';
import type { Connection } from 'mongoose';
import { FakeHttpServer } from '../../../execution-links/src/testing/fake-http-server';
import { dropTestStore, EngineRig, openTestStore } from '../testing/engine-rig';

const STOP = {
  scope: KillSwitchScope.Engine,
  id: null,
  mode: KillSwitchMode.BlockAll,
  reason: 'x',
  by: null,
  at: new Date(0),
};
const LONGER_THAN_A_LEASE_MS = 6_000;

describe('a process that stands still between the check and the journal', () => {
  let connection: Connection;
  const venue = new FakeHttpServer();
  const rigs: EngineRig[] = [];

  beforeAll(async () => {
    connection = await openTestStore();
    await venue.start();
  });
  afterAll(async () => {
    for (const rig of rigs) await rig.link.close();
    await venue.stop();
    await dropTestStore(connection);
  });

  /** An order of a process that stops before its journal takes it. */
  async function placeLate(meanwhile: (rig: EngineRig) => Promise<unknown>) {
    const rig = new EngineRig(connection, venue);
    rigs.push(rig);
    const append = rig.journal.append.bind(rig.journal);
    const appended: string[] = [];
    rig.journal.append = async (event) => {
      if (event.type === 'NewOrder') {
        rig.clock.aheadMs += LONGER_THAN_A_LEASE_MS;
        await meanwhile(rig);
        appended.push(event.orderId);
      }
      return append(event);
    };
    const refused = await rig.placeOrder().then(
      () => null,
      (error: Error) => error.message,
    );
    return { refused, events: await rig.eventTypes(appended[0]) };
  }

  test('takes its order back where a switch was pulled meanwhile', async () => {
    const { refused, events } = await placeLate((rig) => rig.riskStore.pull(STOP));
    expect({ refused, events }).toEqual({
      refused: 'TRADING_STOPPED',
      events: ['NewOrder', 'CanceledUnsent'],
    });
  });

  test('goes on where none was', async () => {
    const { refused, events } = await placeLate(async () => undefined);
    expect({ refused, events }).toEqual({ refused: null, events: ['NewOrder'] });
  });
});
