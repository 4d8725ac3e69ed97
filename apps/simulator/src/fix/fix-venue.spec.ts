import {
  dictionaryOf,
  ENVELOPES,
  type Field,
  type FixApplication,
  type FixMessage,
  FixSession,
  type FixVersion,
  initiate,
  MemoryFixLog,
  type SentMessage,
  utcTimestamp,
} from '@ome/fix';
import type { Socket } from 'node:net';
import { eventually, Harness } from '../testing/harness';
import { FixVenue } from './fix-venue';

let sim: Harness;
const sockets: Socket[] = [];
beforeAll(async () => {
  sim = await Harness.start();
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await sim.call('DELETE', '/control');
  await sim.call('DELETE', '/ledger');
});
afterAll(() => sim.stop());

let clients = 0;

/** A counterparty with numbers of its own, which fills what it is asked for again. */
class Client implements FixApplication {
  readonly received: FixMessage[] = [];
  readonly asked: number[] = [];
  givenUp: string | null = null;
  private readonly log = new MemoryFixLog();
  private readonly compId = `TRADER${(clients += 1)}`;
  session!: FixSession;

  constructor(private readonly version: FixVersion) {}

  async connect(): Promise<void> {
    this.session ??= new FixSession(
      {
        ...ENVELOPES[this.version],
        senderCompId: this.compId,
        targetCompId: 'SIMEX',
        dictionary: dictionaryOf(this.version),
        resetOnLogon: false,
        resetAllowed: true,
        window: 100,
        now: () => new Date(),
        initiator: { heartBtInt: 30, logonFields: () => [] },
        onGivenUp: (reason) => (this.givenUp = reason),
      },
      this.log,
      this,
      await this.log.open(),
    );
    const { port } = sim.app.get(FixVenue);
    sockets.push(await initiate(this.session, { host: '127.0.0.1', port }));
  }

  async logOn(): Promise<void> {
    await eventually(async () => {
      if (!this.session?.isLoggedOn) await this.connect();
      await eventually(() => expect(this.session.isLoggedOn).toBe(true), 500);
    });
  }

  logon = (): null => null;

  message(message: FixMessage): [] {
    this.received.push(message);
    return [];
  }

  onAskedAgain({ seq }: SentMessage): 'deny' {
    this.asked.push(seq);
    return 'deny';
  }

  order(clOrdId: string, more: readonly Field[] = []): number {
    return this.send('D', [[11, clOrdId], ...more, [38, 10], [40, 2], [44, '100.5']]);
  }

  change(type: 'F' | 'G', clOrdId: string, origClOrdId: string, quantity = 20): number {
    const names: Field[] = [
      [11, clOrdId],
      [41, origClOrdId],
    ];
    const terms: Field[] = [
      [40, 2],
      [44, 101],
    ];
    return this.send(type, [...names, [38, quantity], ...(type === 'G' ? terms : [])]);
  }

  send(type: string, fields: readonly Field[]): number {
    const handled: Field[] = this.version === 'FIX.4.2' && type !== 'F' ? [[21, 1]] : [];
    const body: Field[] = [
      [1, '42'],
      [55, 'RELIANCE'],
      [207, 'NSE'],
      [54, 1],
      ...handled,
      ...fields,
    ];
    return this.session.send({ type, body: [...body, [60, utcTimestamp(new Date())]] });
  }

  ask(clOrdId: string): number {
    const body: Field[] = [
      [11, clOrdId],
      [55, 'RELIANCE'],
      [54, 1],
    ];
    return this.session.send({ type: 'H', body });
  }

  /** Values of a tag, of all that was received so far. */
  heard = (tag: number): (string | undefined)[] => this.received.map((each) => each.get(tag));

  async hears(tag: number, values: (string | undefined)[]): Promise<void> {
    await eventually(() => expect(this.heard(tag)).toEqual(values));
  }
}

async function loggedOn(version: FixVersion = 'FIX.4.4'): Promise<Client> {
  const client = new Client(version);
  await client.logOn();
  return client;
}

const control = (behaviour: object) => sim.call('PUT', '/control', behaviour);
const cause = (fault: string, body: object = {}) => sim.call('POST', `/control/fix/${fault}`, body);

describe.each(['FIX.4.2', 'FIX.4.4', 'FIX.5.0SP2'] as const)('%s', (version) => {
  test('an order is filled, in reports that conform to the version', async () => {
    await control({ behaviour: 'fill', parts: 2 });
    const client = await loggedOn(version);
    client.order('f1');
    const fills = version === 'FIX.4.2' ? ['1', '2'] : ['F', 'F'];
    await client.hears(150, ['0', ...fills]);
    expect(client.heard(39)).toEqual(['0', '1', '2']);
    expect(client.heard(14).at(-1)).toBe('10');
    const rejects = client.received.filter(({ type }) => type !== '8');
    expect(rejects).toEqual([]);
    expect(client.session.isLoggedOn).toBe(true);
  });

  test('an order is changed and canceled, and a second cancel comes too late', async () => {
    await control({ behaviour: 'rest' });
    const client = await loggedOn(version);
    client.order('c1');
    client.change('G', 'c2', 'c1');
    client.change('F', 'c3', 'c2');
    client.change('F', 'c4', 'c3');
    await client.hears(39, ['0', '0', '4', '4']);
    expect(client.heard(35)).toEqual(['8', '8', '8', '9']);
    expect(client.heard(41)).toEqual([undefined, 'c1', 'c2', 'c3']);
    expect(client.received[1].get(38)).toBe('20');
    expect(client.received[3].get(102)).toBe('0');
  });

  test('the status of an order, and of one that it does not know', async () => {
    await control({ behaviour: 'rest' });
    const client = await loggedOn(version);
    client.order('s1');
    client.ask('s1');
    client.ask('unknown');
    await client.hears(39, ['0', '0', '8']);
    expect(client.heard(version === 'FIX.4.2' ? 20 : 150).slice(1)).toEqual(
      version === 'FIX.4.2' ? ['3', '3'] : ['I', 'I'],
    );
    expect(client.heard(103).at(-1)).toBe('5');
  });
});

test.each(['dropBeforeActing', 'error500', 'nonsense', 'unavailable'])(
  '%s: the message is not taken, and is asked for again',
  async (behaviour) => {
    const client = await loggedOn();
    await control({ behaviour });
    const seq = client.order('l1');
    await eventually(() => expect(client.session.isLoggedOn).toBe(false));
    await control({ behaviour: 'rest' });
    await client.logOn();
    await eventually(() => expect(client.asked).toEqual([seq]));
    client.order('l2');
    await client.hears(11, ['l2']);
    expect(await sim.summary()).toMatchObject({ requests: 2, orders: 1, duplicates: 0 });
  },
);

test('dropAfterActing: the message is taken, and its reports are told when they are asked for', async () => {
  const client = await loggedOn();
  await control({ behaviour: 'dropAfterActing', then: 'rest' });
  client.order('d1');
  await eventually(() => expect(client.session.isLoggedOn).toBe(false));
  expect(client.received).toEqual([]);
  await client.logOn();
  await client.hears(11, ['d1']);
  expect(client.asked).toEqual([]);
});

test('refusals are BusinessMessageRejects, and rejects are reports', async () => {
  const client = await loggedOn();
  await control({ behaviour: 'refuse', comment: 'No money' });
  client.order('r1');
  await client.hears(58, ['No money']);
  await control({ behaviour: 'rateLimited' });
  client.order('r2');
  await client.hears(380, ['0', '4']);
  await control({ behaviour: 'reject', text: 'Not today' });
  client.order('r3');
  await client.hears(58, ['No money', 'Too many messages', 'Not today']);
  expect(client.received.at(-1)!.get(150)).toBe('8');
});

test('a message that may have been sent before is answered by the status of its order', async () => {
  await control({ behaviour: 'rest' });
  const client = await loggedOn();
  client.order('p1');
  client.session.send({
    type: 'D',
    header: [[97, 'Y']],
    body: [
      [11, 'p1'],
      [1, '42'],
      [55, 'RELIANCE'],
      [54, 1],
      [60, utcTimestamp(new Date())],
      [38, 10],
      [40, 2],
      [44, 100],
    ],
  });
  await client.hears(150, ['0', 'I']);
  expect(await sim.summary()).toMatchObject({ orders: 1 });
});

test('reports are sent twice, or in another order, where that is asked for', async () => {
  const client = await loggedOn();
  await control({ behaviour: 'answerTwice', parts: 1 });
  client.order('t1');
  await client.hears(150, ['0', '0', 'F', 'F']);
  expect(new Set(client.heard(17)).size).toBe(2);
  await control({ behaviour: 'reorder', parts: 3 });
  client.order('t2');
  await eventually(() => expect(client.received).toHaveLength(8));
  const cumQtys = client.heard(14).slice(4).map(Number);
  expect(cumQtys).not.toEqual([...cumQtys].sort((left, right) => left - right));
});

test('a report by hand goes to whoever entered the order', async () => {
  await control({ behaviour: 'rest' });
  const client = await loggedOn();
  client.order('h1');
  await client.hears(150, ['0']);
  const report = { ExecType: 'D', ExecRestatementReason: 99, Text: 'By hand' };
  expect((await sim.call('POST', '/control/orders/h1/report', report)).status).toBe(200);
  await client.hears(150, ['0', 'D']);
});

test('faults of sessions: a cut, lost numbers, a storm of requests, numbers forgotten', async () => {
  await control({ behaviour: 'rest' });
  const client = await loggedOn();
  const seq = client.order('x1');
  await client.hears(11, ['x1']);
  await cause('cut');
  await eventually(() => expect(client.session.isLoggedOn).toBe(false));
  await cause('skip-numbers', { count: 5 });
  await client.logOn();
  client.order('x2');
  await client.hears(11, ['x1', 'x2']);
  await cause('resend-storm', { count: 3 });
  await eventually(() => expect(client.asked.filter((each) => each === seq)).toHaveLength(3));
  await cause('forget-numbers');
  await eventually(() => expect(client.session.isLoggedOn).toBe(false));
  await client.connect();
  await eventually(() => expect(client.givenUp).toContain('MsgSeqNum too low'));
  expect((await cause('nothing of the sort')).status).toBe(400);
});

test('nobody logs on where look-ups are shut', async () => {
  const client = await loggedOn();
  await cause('logout');
  await eventually(() => expect(client.session.isLoggedOn).toBe(false));
  await sim.call('PUT', '/control/lookup', { behaviour: 'error' });
  await client.connect();
  await eventually(() => expect(client.givenUp).toContain('The venue is closed'));
  await sim.call('PUT', '/control/lookup', { behaviour: 'answer' });
  await client.logOn();
});
