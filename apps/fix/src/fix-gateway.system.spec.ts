import { type Field, type FixMessage, type FixVersion, utcTimestamp } from '@ome/fix';
import { setTimeout as sleep } from 'node:timers/promises';
import { CompiledApps } from '../../dev/src/engine-process/compiled-apps';
import { ENGINE_START_MS, EngineProcess, until } from '../../dev/src/engine-process/engine-process';
import { FixClient } from './client/fix-client';

const PATIENCE_MS = 30_000;

jest.setTimeout(4 * PATIENCE_MS);

let apps: CompiledApps;
let engine: EngineProcess;
const clients: FixClient[] = [];

beforeAll(async () => {
  apps = CompiledApps.compile();
  engine = await EngineProcess.start(apps.distDir, apps.makeDataDir());
}, ENGINE_START_MS);
afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.close()));
});
afterAll(async () => {
  await engine?.stop();
  apps.remove();
}, ENGINE_START_MS);

async function logOn(
  senderCompId: string,
  version: FixVersion,
  resetOnLogon = true,
): Promise<FixClient> {
  const [host, port] = engine.state.fixAddress.split(':');
  const names = { senderCompId, targetCompId: 'OME', resetOnLogon };
  const client = await FixClient.create({ host, port: Number(port), version, ...names });
  clients.push(client);
  await reconnect(client);
  return client;
}

/** Logs on at whichever gateway serves the session. @returns how long that took, in ms */
async function takenOver(client: FixClient, ports: readonly number[]): Promise<number> {
  const begunAt = performance.now();
  await until('the connection to end', PATIENCE_MS, () => !client.isLoggedOn);
  for (let turn = 0; !client.isLoggedOn; turn += 1) {
    if (performance.now() - begunAt > PATIENCE_MS) throw new Error('No gateway serves the session');
    await client.connect(ports[turn % ports.length]).catch(() => undefined);
    await sleep(100);
    if (!client.isLoggedOn) client.cut();
  }
  return performance.now() - begunAt;
}

/** The gateway may have to take the session over first. */
const reconnect = (client: FixClient): Promise<void> =>
  until('a Logon to be answered', PATIENCE_MS, async () => {
    await client.connect().catch(() => undefined);
    await sleep(200);
    return client.isLoggedOn;
  });

async function rest(symbol: string): Promise<void> {
  const answer = await fetch(`${engine.state.simulatorUrl}/control/symbols/${symbol}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ behaviour: 'rest' }),
  });
  expect(answer.status).toBe(200);
}

const order = (clOrdId: string, symbol = 'ACC'): Field[] => [
  [11, clOrdId],
  [21, 1],
  [1, '42'],
  [55, symbol],
  [207, 'NSE'],
  [54, 1],
  [60, utcTimestamp(new Date())],
  [38, 10],
  [40, 2],
  [44, symbol === 'ACC' ? 1850 : 400],
];

const reports = ({ received }: FixClient, clOrdId: string): string[] =>
  received
    .filter((message) => message.get(11) === clOrdId)
    .map((message) => `${message.type} ${message.get(150) ?? ''}/${message.get(39)}`);

const untilStatus = (client: FixClient, clOrdId: string, status: string): Promise<FixMessage> => {
  const found = () =>
    client.received.findLast((message) => message.get(11) === clOrdId)?.get(39) === status;
  return until(`${clOrdId} to be ${status}`, PATIENCE_MS, found).then(() =>
    client.received.findLast((message) => message.get(11) === clOrdId)!,
  );
};

// First: its numbers go on from where the engine's first Logon begins them.
test('a gateway that is killed goes on with the numbers, and nothing is lost or told twice', async () => {
  const desk = await logOn('DESK44', 'FIX.4.4', false);
  const names = Array.from({ length: 60 }, (_, index) => `K${index}`);
  for (const [index, name] of names.entries()) {
    desk.send('D', order(name));
    if (index === 20 || index === 40) {
      await engine.kill('fix');
      await reconnect(desk);
    }
    await sleep(10);
  }
  await until('every order to be filled', 2 * PATIENCE_MS, () =>
    names.every((name) => desk.received.findLast((one) => one.get(11) === name)?.get(39) === '2'),
  );
  const told = desk.received.map((message) => message.get(17));
  expect(new Set(told).size).toBe(told.length);
  for (const name of names) expect(reports(desk, name).at(0)).toBe('8 A/A');
});

test('another gateway takes the sessions of a killed one over, and the numbers go on', async () => {
  const desk = await logOn('DESK44', 'FIX.4.4', false);
  const first = Number(engine.state.fixAddress.split(':')[1]);
  const second = await engine.startSecondGateway();
  try {
    desk.send('D', order('T0'));
    await untilStatus(desk, 'T0', '2');
    const restarted = engine.kill('fix');
    const took = await takenOver(desk, [second.port, first]);
    process.stdout.write(`Taken over after ${Math.round(took)} ms\n`);
    // 3 s where the machine is idle.
    expect(took).toBeLessThan(PATIENCE_MS / 2);
    desk.send('D', order('T1'));
    await untilStatus(desk, 'T1', '2');
    await restarted;
  } finally {
    await second.stop();
  }
  const numbers = desk.received.map(({ seq }) => seq);
  expect(numbers).toEqual([...new Set(numbers)].sort((left, right) => left - right));
  const told = desk.received.map((message) => message.get(17));
  expect(new Set(told).size).toBe(told.length);
  for (const name of ['T0', 'T1']) expect(reports(desk, name).at(0)).toBe('8 A/A');
});

test.each<[string, FixVersion]>([
  ['DESK42', 'FIX.4.2'],
  ['DESK44', 'FIX.4.4'],
  ['DESK50', 'FIX.5.0SP2'],
])('%s enters, changes and cancels orders, and a drop copy hears of all', async (name, version) => {
  await rest('ITC');
  const desk = await logOn(name, version);
  const copy = await logOn('DROP44', 'FIX.4.4');
  const [filled, resting, changed, canceled] = ['F', 'R', 'C', 'X'].map((one) => `${name}-${one}`);
  desk.send('D', order(filled));
  await untilStatus(desk, filled, '2');
  desk.send('D', order(resting, 'ITC'));
  await untilStatus(desk, resting, '0');
  const change = (clOrdId: string, origClOrdId: string): Field[] => [
    [41, origClOrdId],
    ...order(clOrdId, 'ITC'),
  ];
  desk.send('G', [...change(changed, resting).filter(([tag]) => tag !== 38), [38, 12]]);
  const replaced = await untilStatus(desk, changed, version === 'FIX.4.2' ? '5' : '0');
  expect([replaced.get(41), replaced.get(38)]).toEqual([resting, '12']);
  desk.send(
    'F',
    change(canceled, changed).filter(([tag]) => ![40, 44, 21].includes(tag)),
  );
  const ended = await untilStatus(desk, canceled, '4');
  expect(ended.get(41)).toBe(changed);
  const execIds = desk.received.map((message) => message.get(17));
  expect(new Set(execIds).size).toBe(execIds.length);
  const copied = () => copy.received.map((message) => message.get(17));
  await until('the drop copy to have it all', PATIENCE_MS, () =>
    execIds.every((execId) => copied().includes(execId)),
  );
});

test('what cannot be done is refused, and says why', async () => {
  const desk = await logOn('DESK44', 'FIX.4.4');
  desk.send('D', order('ONCE'));
  await untilStatus(desk, 'ONCE', '2');
  desk.send('D', order('ONCE'));
  desk.send(
    'D',
    order('NO-PRICE').filter(([tag]) => tag !== 44),
  );
  desk.send('G', [[41, 'NOBODY'], ...order('UNKNOWN')]);
  desk.send('V', [
    [262, 'M1'],
    [263, 0],
    [264, 1],
    [267, 1],
    [269, 0],
    [146, 1],
    [55, 'ACC'],
  ]);
  const answers = () =>
    desk.received.flatMap((message) => {
      const reason = message.get(103) ?? message.get(102) ?? message.get(380);
      return reason === undefined ? [] : [`${message.type} ${reason} ${message.get(58)}`];
    });
  await until('four answers', PATIENCE_MS, () => answers().length >= 4);
  expect(answers().sort()).toEqual([
    '8 6 clOrdId was already used for another request',
    '8 99 Price (44) is required for LIMIT orders',
    '9 1 Order does not exist',
    'j 3 Unsupported message type',
  ]);
});

describe('a session that is defined over the API', () => {
  const define = async (compId: string, fields: object = {}): Promise<void> => {
    const answer = await fetch(`${engine.state.apiUrl}/fix/sessions/${compId}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ version: 'FIX.4.4', ...fields }),
    });
    expect(answer.status).toBe(200);
  };

  test('is served at once, and its orders end with its connection', async () => {
    await rest('ITC');
    await define('DESK7', { defaultAccount: '77', cancelOnDisconnect: true });
    const desk = await logOn('DESK7', 'FIX.4.4');
    const copy = await logOn('DROP44', 'FIX.4.4');
    desk.send(
      'D',
      order('D1', 'ITC').filter(([tag]) => tag !== 1),
    );
    expect((await untilStatus(desk, 'D1', '0')).get(1)).toBe('77');
    desk.cut();
    await untilStatus(copy, 'D1', '4');
  });

  test('has nothing kept for it before its first Logon, and everything from then on', async () => {
    await define('WATCH', { role: 'dropCopy' });
    const desk = await logOn('DESK44', 'FIX.4.4');
    desk.send('D', order('BEFORE'));
    await untilStatus(desk, 'BEFORE', '2');
    const watch = await logOn('WATCH', 'FIX.4.4', false);
    await watch.close();
    desk.send('D', order('AWAY'));
    await untilStatus(desk, 'AWAY', '2');
    await reconnect(watch);
    await untilStatus(watch, 'AWAY', '2');
    expect(reports(watch, 'BEFORE')).toEqual([]);
    expect(reports(watch, 'AWAY').at(0)).toBe('8 A/A');
  });

  test('refuses what comes too fast, but no cancel, and logs out who goes on', async () => {
    await define('DESK8', { maxMessagesPerSecond: 5 });
    const desk = await logOn('DESK8', 'FIX.4.4', false);
    for (let index = 0; index < 40; index += 1) desk.send('D', order(`T${index}`));
    desk.send('q', [
      [11, 'STOP'],
      [530, 7],
      [60, utcTimestamp(new Date())],
    ]);
    await until('a Logout', PATIENCE_MS, () => !desk.isLoggedOn);
    await reconnect(desk);
    await until('the mass cancel to be answered', PATIENCE_MS, () =>
      desk.received.some(({ type }) => type === 'r'),
    );
    const refused = desk.received.filter((message) => message.get(103) === '3');
    expect(refused.length).toBeGreaterThan(10);
    expect(refused[0].get(58)).toBe('More than 5 messages in a second');
  });

  test('logs its counterparty out when it changes, and is gone when it is removed', async () => {
    await define('DESK9');
    const desk = await logOn('DESK9', 'FIX.4.4');
    await define('DESK9', { accounts: ['99'] });
    await until('a Logout', PATIENCE_MS, () => !desk.isLoggedOn);
    await reconnect(desk);
    desk.send('D', order('FOREIGN'));
    await until('a refusal', PATIENCE_MS, () =>
      desk.received.some((message) => message.get(11) === 'FOREIGN' && message.get(103) === '15'),
    );
    await fetch(`${engine.state.apiUrl}/fix/sessions/DESK9`, { method: 'DELETE' });
    await until('a Logout', PATIENCE_MS, () => !desk.isLoggedOn);
  });
});

test('a mass cancel ends the open orders of its own session alone', async () => {
  await rest('ITC');
  const desk = await logOn('DESK44', 'FIX.4.4');
  const other = await logOn('DESK42', 'FIX.4.2');
  for (const name of ['M1', 'M2']) desk.send('D', order(name, 'ITC'));
  other.send('D', order('OTHER', 'ITC'));
  for (const name of ['M1', 'M2']) await untilStatus(desk, name, '0');
  await untilStatus(other, 'OTHER', '0');
  desk.send('q', [
    [11, 'ALL'],
    [530, 7],
    [60, utcTimestamp(new Date())],
  ]);
  for (const name of ['M1', 'M2']) await untilStatus(desk, name, '4');
  const report = desk.received.find(({ type }) => type === 'r');
  expect([report?.get(531), report?.get(533)]).toEqual(['7', '2']);
  expect(reports(other, 'OTHER').at(-1)).toBe('8 0/0');
});
