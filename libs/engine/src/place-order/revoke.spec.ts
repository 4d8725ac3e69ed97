import { KillSwitchMode, KillSwitchScope } from '@ome/domain';
import type { Connection } from 'mongoose';
import { answer, FakeHttpServer } from '../../../execution-links/src/testing/fake-http-server';
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

describe('a process that pauses between the check and the journal', () => {
  let connection: Connection;
  const venue = new FakeHttpServer();
  const rigs: EngineRig[] = [];

  beforeAll(async () => {
    connection = await openTestStore();
    await venue.start();
    venue.reaction = answer(200, { success: true });
  });
  afterAll(async () => {
    for (const rig of rigs) await rig.link.close();
    await venue.stop();
    await dropTestStore(connection);
  });

  /** An order of a process that pauses before its journal insert. */
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

  test('takes its order back if a kill switch was set meanwhile', async () => {
    const { refused, events } = await placeLate((rig) => rig.riskStore.pull(STOP));
    expect({ refused, events }).toEqual({
      refused: 'TRADING_STOPPED',
      events: ['NewOrder', 'CanceledUnsent'],
    });
  });

  /** A process that knows of no switch. */
  function anotherProcess({ clock }: EngineRig): EngineRig {
    const made = new EngineRig(connection, venue, clock);
    rigs.push(made);
    return made;
  }

  /** A replace, from 100 to that many, of a process that pauses before its journal insert. */
  async function replaceLate(
    quantity: number,
    meanwhile: (rig: EngineRig, orderId: string) => Promise<unknown>,
  ) {
    const rig = new EngineRig(connection, venue);
    rigs.push(rig);
    const orderId = await rig.placeOrder();
    await rig.send.advance(orderId);
    const append = rig.journal.append.bind(rig.journal);
    rig.journal.append = async (event) => {
      if (event.type !== 'ReplaceRequested') return append(event);
      rig.clock.aheadMs += LONGER_THAN_A_LEASE_MS;
      const appended = await append(event);
      await meanwhile(rig, orderId);
      return appended;
    };
    const refused = await rig.replace(orderId, quantity).then(
      () => null,
      (error: Error) => error.message,
    );
    const updates = () => venue.received.filter(({ path }) => path === '/update_order').length;
    const before = updates();
    await rig.send.advance(orderId);
    const events = (await rig.eventTypes(orderId)).slice(3);
    return { refused, sent: updates() - before, events };
  }

  test('takes its replace back if a kill switch was set meanwhile', async () => {
    expect(await replaceLate(1_000, (rig) => rig.riskStore.pull(STOP))).toEqual({
      refused: 'TRADING_STOPPED',
      sent: 0,
      events: ['ReplaceRequested', 'ReplaceRejected'],
    });
  });

  test('continues with a replace that makes less tradable', async () => {
    const { refused, sent } = await replaceLate(50, (rig) => rig.riskStore.pull(STOP));
    expect({ refused, sent }).toEqual({ refused: null, sent: 1 });
  });

  test('leaves a replace that another process sent before unchanged', async () => {
    const { refused, events } = await replaceLate(1_000, async (rig, orderId) => {
      await rig.riskStore.pull(STOP);
      const { riskStore } = rig;
      const load = riskStore.load.bind(riskStore);
      riskStore.load = async () => {
        await anotherProcess(rig).send.advance(orderId);
        return load();
      };
    });
    expect({ refused, events }).toEqual({
      refused: null,
      events: ['ReplaceRequested', 'SendStarted', 'SendAccepted'],
    });
  });

  test('continues if none was set', async () => {
    const { refused, events } = await placeLate(async () => undefined);
    expect({ refused, events }).toEqual({ refused: null, events: ['NewOrder'] });
  });
});
