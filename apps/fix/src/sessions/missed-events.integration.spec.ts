import { EventFeed, type JournalEntry } from '@ome/engine';
import { dictionaryOf, ENVELOPES, type FixLog, FixSession, type SentMessage } from '@ome/fix';
import { EventQueries, FixSessionStore } from '@ome/persistence';
import { eventually } from '../../../../libs/platform/src/testing/eventually';
import { FixClient } from '../client/fix-client';
import { FixGateway } from '../fix.module';
import { reportKey } from '../reports/order-reports';
import { ReportedEvents } from '../reports/reported-events';
import { newOrderSingle } from '../testing/fields';
import { FixRig } from '../testing/fix-rig';
import { MissedEvents } from './missed-events';
import { ServedSession } from './served-session';
import { definitionOf } from '../testing/definition-of';

const NOTHING = { lastEnd: null, writtenOut: 0 };
const OF_ALL = definitionOf('AWAY', 'FIX.4.4', 'dropCopy');

let rig: FixRig;
let desk: FixClient;
let entered = 0;

beforeAll(async () => {
  rig = await FixRig.start();
  await rig.define('DESK', {});
});
beforeEach(async () => {
  desk = await rig.logOn('DESK', 'FIX.4.4');
});
afterEach(() => rig.leave());
afterAll(() => rig.stop());

const get = <T>(token: abstract new (...args: never[]) => T): T => rig.app.get(token as never);

/** @returns the ExecIDs of the new orders */
async function enter(count: number): Promise<string[]> {
  const execIds: string[] = [];
  for (let one = 0; one < count; one += 1) {
    const clOrdId = `M-${(entered += 1)}`;
    desk.send('D', newOrderSingle(clOrdId));
    const report = await rig.heard(desk, (message) => message.get(11) === clOrdId);
    execIds.push(report.get(17)!);
  }
  return execIds;
}

/** A place of a minute before the first event, which the feed cannot find. */
async function lostPlace(): Promise<string> {
  const [{ cursor }] = (await get(EventFeed).page(null, 1)).entries;
  const seconds = Number.parseInt(cursor.slice(2, 10), 16) - 60;
  return `82${seconds.toString(16).toUpperCase()}${cursor.slice(10)}`;
}

async function toldBy(log: FixLog): Promise<string[]> {
  const told: SentMessage[] = [];
  for await (const sent of log.sentSince(new Date(0))) told.push(...sent);
  return told.filter(({ type }) => type === '8').map((sent) => reportKey(sent).replace('17=', ''));
}

test('a drop copy whose place in the feed is gone hears all that it missed, and nothing twice', async () => {
  await rig.define('COPY', { role: 'dropCopy' });
  const { port } = get(FixGateway);
  const names = { senderCompId: 'COPY', targetCompId: 'OME', resetOnLogon: false };
  const copy = await FixClient.create({ host: '127.0.0.1', port, version: 'FIX.4.4', ...names });
  const logOn = () =>
    eventually(async () => {
      if (!copy.isConnected) await copy.connect();
      expect(copy.isLoggedOn).toBe(true);
    });
  await logOn();
  const heard = () => copy.received.map((message) => message.get(17));
  const before = await enter(3);
  await eventually(() => expect(heard()).toEqual(before));
  await copy.close();

  // As after a longer time than the store keeps its log, or in another store.
  const log = get(FixSessionStore).logOf({ version: 'FIX.4.4', compId: 'COPY' });
  const lost = await lostPlace();
  await eventually(async () => {
    const { nextIn } = await log.open();
    await log.append({ out: [], nextIn, cursor: lost });
  });
  const missed = await enter(3);
  await logOn();
  await eventually(() => expect(heard()).toEqual([...before, ...missed]));
  const live = await enter(2);
  await eventually(() => expect(heard()).toEqual([...before, ...missed, ...live]));
  await copy.close();
});

describe('a session whose place is gone', () => {
  let sessions = 0;
  let compId: string;
  let stop: AbortController;

  const journal = () => get(EventQueries);
  const open = () => get(FixSessionStore).logOf({ version: 'FIX.4.4', compId });

  beforeEach(async () => {
    await enter(1);
    compId = `AWAY-${(sessions += 1)}`;
    stop = new AbortController();
    const log = open();
    await log.open();
    await log.append({ out: [], nextIn: 1, cursor: await lostPlace() });
  });

  /** A process that takes the session over, up to the end of what was missed. */
  async function catchUp(
    since: Pick<EventQueries, 'since'> = journal(),
    log: FixLog = open(),
  ): Promise<FixLog> {
    const state = await log.open();
    const session = new FixSession(
      {
        ...ENVELOPES['FIX.4.4'],
        senderCompId: 'OME',
        targetCompId: compId,
        dictionary: dictionaryOf('FIX.4.4'),
        resetOnLogon: false,
        resetAllowed: true,
        window: 1,
        now: () => new Date(),
        initiator: null,
      },
      log,
      { logon: () => null, message: () => [] },
      state,
    );
    const served = new ServedSession(OF_ALL, session, {} as never, log, state.cursor, NOTHING);
    const missed = new MissedEvents(get(EventFeed), since);
    await served.catchUp(missed, get(ReportedEvents), stop.signal);
    return log;
  }

  test('is told once what was entered before, while and after the journal is read', async () => {
    const execIds = await enter(2);
    const log = await catchUp({
      async *since(at): AsyncGenerator<JournalEntry> {
        execIds.push(...(await enter(2)));
        yield* journal().since(at);
        execIds.push(...(await enter(2)));
      },
    });
    const told = await toldBy(log);
    expect(told.filter((execId) => execIds.includes(execId)).sort()).toEqual(execIds.sort());
    expect(new Set(told).size).toBe(told.length);
    const { cursor } = await open().state();
    expect((await get(EventFeed).page(cursor, 10)).entries).toEqual([]);
  });

  test('is told all, once, by the process that follows one whose write failed in between', async () => {
    const execIds = await enter(3);
    const failing = open();
    const append = failing.append.bind(failing);
    let isOver = false;
    jest.spyOn(failing, 'append').mockImplementation((entry) => {
      if (isOver || entry.out.length === 0) return append(entry);
      isOver = true;
      return Promise.reject(new Error('The store is away'));
    });
    await catchUp(journal(), failing);
    expect(isOver).toBe(true);
    const told = await toldBy(await catchUp());
    expect(told).toEqual(expect.arrayContaining(execIds));
    expect(new Set(told).size).toBe(told.length);
  });

  test('is told nothing twice by the process that follows one that was killed in between', async () => {
    const execIds = await enter(3);
    const killed = catchUp({
      async *since(at): AsyncGenerator<JournalEntry> {
        // More than a batch has, so that some is told before the end.
        const entries: JournalEntry[] = [];
        for await (const entry of journal().since(at)) entries.push(entry);
        for (let round = 0; round < 200; round += 1) yield* entries;
        throw new Error('Killed');
      },
    });
    await expect(killed).rejects.toThrow('Killed');
    const atKill = await toldBy(open());
    expect(atKill).toEqual(expect.arrayContaining(execIds));
    const told = await toldBy(await catchUp());
    expect([...told].sort()).toEqual([...atKill].sort());
  });
});
