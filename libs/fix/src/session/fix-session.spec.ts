import fc from 'fast-check';
import type { FixVersion } from '../dictionary/dictionaries';
import type { SentMessage } from './fix-log';
import { connect, Side, until } from '../testing/session-pair';

const initiator = { heartBtInt: 30, logonFields: () => [] };

async function pair(version: FixVersion = 'FIX.4.4', now = () => new Date()) {
  const client = new Side('DESK', 'OME', version, { initiator, now });
  const engine = new Side('OME', 'DESK', version, { now });
  await Promise.all([client.start(), engine.start()]);
  return { client, engine };
}

const loggedOn = ({ client, engine }: { client: Side; engine: Side }) =>
  until('logged on', () => client.session.isLoggedOn && engine.session.isLoggedOn);

const numbers = (count: number, from = 1): string[] =>
  Array.from({ length: count }, (_, index) => `${from + index}`);

describe.each(['FIX.4.2', 'FIX.4.4', 'FIX.5.0SP2'] as const)('%s', (version) => {
  test('messages arrive once and in order, both ways', async () => {
    const { client, engine } = await pair(version);
    await connect(client, engine);
    await loggedOn({ client, engine });
    for (const text of numbers(100)) {
      client.news(text);
      engine.news(text);
    }
    await until('all received', () =>
      [client, engine].every(({ application }) => application.received.length === 100),
    );
    expect(client.application.received).toEqual(numbers(100));
    expect(engine.application.received).toEqual(numbers(100));
    expect(client.connection!.isOpen).toBe(true);
  });

  test('messages to a disconnected counterparty arrive when it is back', async () => {
    const { client, engine } = await pair(version);
    for (const text of numbers(20)) engine.news(text);
    await connect(client, engine);
    await until('all received', () => client.application.received.length === 20);
    expect(client.application.received).toEqual(numbers(20));
    // None of it was sent before our Logon; a counterparty would refuse it.
    expect(engine.connection!.sent[0]).toContain('\x0135=A\x01');
  });
});

test('the password of a Logon is sent, and in no log', async () => {
  const logonFields = () => [[554, 'the password']] as const;
  const options = { initiator: { ...initiator, logonFields } };
  const client = new Side('DESK', 'OME', 'FIX.4.4', options);
  const engine = new Side('OME', 'DESK', 'FIX.4.4');
  await Promise.all([client.start(), engine.start()]);
  await connect(client, engine);
  await loggedOn({ client, engine });
  expect(client.connection!.sent[0]).toContain('\x01554=the password\x01');
  const logged: SentMessage[] = [];
  for await (const messages of client.log.kept.sentSince(new Date(0))) logged.push(...messages);
  expect(logged.map(({ type }) => type)).toEqual(['A']);
  expect(JSON.stringify(logged)).not.toContain('the password');
});

test('messages under way when the process was killed are requested again', async () => {
  const { client, engine } = await pair();
  await connect(client, engine);
  await loggedOn({ client, engine });
  client.news('first');
  await until('the first', () => engine.application.received.length === 1);
  // Its effects are never durable: the process dies before.
  engine.application.answer = () => new Promise(() => undefined);
  client.news('second');
  await until('the second', () => engine.application.received.length === 2);
  client.connection!.cut();
  engine.application.answer = () => [];
  await engine.start();
  await connect(client, engine);
  await until('the second again', () => engine.application.received.length === 3);
  expect(engine.application.received).toEqual(['first', 'second', 'second']);
});

test('a message whose effects failed is requested again by the same process', async () => {
  const { client, engine } = await pair();
  await connect(client, engine);
  await loggedOn({ client, engine });
  engine.application.answer = () => Promise.reject(new Error('The store is away'));
  client.news('first');
  await until('given up', () => engine.givenUp.length === 1);
  engine.application.answer = () => [];
  client.connection!.cut();
  await connect(client, engine);
  client.news('second');
  await until('both', () => engine.application.received.length === 3);
  expect(engine.application.received).toEqual(['first', 'first', 'second']);
});

test('a process whose session another one took over sends nothing more', async () => {
  const { client, engine } = await pair();
  await connect(client, engine);
  await loggedOn({ client, engine });
  engine.log.open();
  const sent = engine.connection!.sent.length;
  engine.news('from the grave');
  await until('it gives up', () => !engine.session.isLoggedOn);
  await engine.session.settled();
  expect(engine.connection!.sent).toHaveLength(sent);
  expect(client.application.received).toEqual([]);
});

test('a silent counterparty gets a test request, and is then disconnected', async () => {
  let at = Date.now();
  const { client, engine } = await pair('FIX.4.4', () => new Date(at));
  await connect(client, engine);
  await loggedOn({ client, engine });
  await Promise.all([client.session.settled(), engine.session.settled()]);
  const heard: string[] = [];
  client.connection!.onText = (text) => heard.push(text);
  at += 37_000;
  engine.session.tick();
  await until('a test request', () => heard.some((text) => text.includes('\x0135=1\x01')));
  at += 36_000;
  engine.session.tick();
  await until('given up', () => !engine.session.isLoggedOn);
  expect(engine.givenUp).toEqual(['Nothing was received for 73000 ms']);
});

test('a Logon that the application refuses gets no session', async () => {
  const { client, engine } = await pair();
  engine.application.refusal = 'The password is wrong';
  await connect(client, engine);
  await until('given up', () => engine.givenUp.length > 0);
  expect(engine.givenUp).toEqual(['The password is wrong']);
  expect(engine.connection!.sent).toEqual([]);
});

test('an acceptor that restarts numbering with each Logon requests what was sent before it', async () => {
  const client = new Side('DESK', 'OME', 'FIX.4.4', { initiator });
  const engine = new Side('OME', 'DESK', 'FIX.4.4', { resetOnLogon: true });
  await Promise.all([client.start(), engine.start()]);
  client.news('1');
  await client.session.settled();
  await connect(client, engine);
  // The acceptor takes the Logon for the first message, and requests the messages before it.
  await until('the message', () => engine.application.received.length === 1);
  expect(engine.application.received).toEqual(['1']);
});

const TOO_LATE = { mayWrite: () => false };

test('what may not be written is denied, a gap fill takes its place, and the numbers go on', async () => {
  const { client, engine } = await pair();
  await connect(client, engine);
  await loggedOn({ client, engine });
  const denied: number[] = [];
  Object.assign(client.application, TOO_LATE, {
    denied: (messages: { seq: number }[]) => denied.push(...messages.map(({ seq }) => seq)),
  });
  const seq = client.news('late', 'late-1');
  await until('denied', () => denied.length === 1);
  expect(denied).toEqual([seq]);
  Object.assign(client.application, { mayWrite: () => true });
  client.news('in time');
  await until('the next one', () => engine.application.received.length === 1);
  expect(engine.application.received).toEqual(['in time']);
  expect(client.connection!.sent.join('')).not.toContain('58=late');
  expect(await client.log.kept.find('late-1')).toEqual({ seq, isCurrent: true, isDenied: true });
});

test('what is asked for again and may not be written is denied before a gap fill says so', async () => {
  const { client, engine } = await pair();
  Object.assign(client.application, { onAskedAgain: () => 'deny' });
  const seq = client.news('lost', 'lost-1');
  await connect(client, engine);
  await until('asked for', () => client.connection!.sent.some((text) => text.includes('123=Y')));
  expect(await client.log.kept.find('lost-1')).toMatchObject({ seq, isDenied: true });
  client.news('next');
  await until('the next one', () => engine.application.received.length === 1);
  expect(engine.application.received).toEqual(['next']);
});

test('the application hears of answers to test requests, and of rejects', async () => {
  const { client, engine } = await pair();
  await connect(client, engine);
  await loggedOn({ client, engine });
  const heard: string[] = [];
  Object.assign(client.application, {
    heartbeat: (id: string) => heard.push(id),
    sessionRejected: (reject: { get: (tag: number) => string }) => void heard.push(reject.get(45)),
  });
  client.session.send({ type: '1', body: [[112, 'SYNC-1']] });
  const seq = client.session.send({ type: 'D', body: [[11, 'nothing else']] });
  await until('both', () => heard.length === 2);
  expect(heard).toEqual(['SYNC-1', `${seq}`]);
});

test('a side that is not strict takes fields that its dictionary does not know', async () => {
  const client = new Side('DESK', 'OME', 'FIX.4.4', { initiator });
  const engine = new Side('OME', 'DESK', 'FIX.4.4', { isStrict: false });
  await Promise.all([client.start(), engine.start()]);
  await connect(client, engine);
  await loggedOn({ client, engine });
  client.session.send({
    type: '8',
    body: [
      [58, 'own field'],
      [9001, 'x'],
    ],
  });
  await until('it', () => engine.application.received.length === 1);
  expect(engine.application.received).toEqual(['own field']);
});

type Step = 'client sends' | 'engine sends' | 'cut' | 'kill client' | 'kill engine';

test('nothing is lost, repeated or out of order, whatever is disconnected and killed', async () => {
  const step = fc.constantFrom<Step>(
    'client sends',
    'client sends',
    'engine sends',
    'engine sends',
    'cut',
    'kill client',
    'kill engine',
  );
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(step, fc.nat(3)), { maxLength: 60 }), async (steps) => {
      const { client, engine } = await pair();
      const sent = { client: 0, engine: 0 };
      await connect(client, engine);
      for (const [name, turns] of steps) {
        if (name === 'client sends') client.news(`${(sent.client += 1)}`);
        else if (name === 'engine sends') engine.news(`${(sent.engine += 1)}`);
        else {
          const killed = name === 'kill client' ? client : name === 'kill engine' ? engine : null;
          // A process is killed after the last write: nobody relies on what was sent but not
          // logged.
          await killed?.session.settled();
          client.connection!.cut();
          await killed?.start();
          await connect(client, engine);
        }
        for (let turn = 0; turn < turns; turn += 1) {
          await new Promise((resolve) => setImmediate(resolve));
        }
      }
      await until('all received', () => {
        const [theirs, ours] = [client.application.received, engine.application.received];
        return theirs.length >= sent.engine && ours.length >= sent.client;
      });
      expect(unrepeated(engine.application.received)).toEqual(numbers(sent.client));
      expect(unrepeated(client.application.received)).toEqual(numbers(sent.engine));
    }),
    { numRuns: 150 },
  );
});

/**
 * A message repeated after a kill is recognised by its content, like an order by its ClOrdID: a
 * process that dies after the effect of a message and before its number is logged gets it again.
 */
const unrepeated = (received: readonly string[]): string[] => [...new Set(received)];
