import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OmeClient } from '@ome/client';
import { runCommand } from '../../dev/src/embedded/run-command';
import { SETTLE_FAST } from '../../dev/src/engine-process/engine-settings';
import { EngineProcess, until } from '../../dev/src/engine-process/engine-process';
import { useEngine } from '../../dev/src/engine-process/use-engine';
import { JsonClient } from './json-client';
import { Simulator } from './observe/simulator';
import { isResting, RESTING_SYMBOL } from './desks/desk-orders';
import { compileQuickFixDesk, findTshark, mayUseQuickFix } from './desks/quickfix';

const ORDERS = Number(process.env.DESK_ORDERS ?? 400);
const PATIENCE_MS = 120_000 + 100 * ORDERS;
/** Logons, and orders until the first kill. */
const FIRST_KILL = 0.2;

jest.setTimeout(4 * PATIENCE_MS);

const engine = useEngine((distDir, dataDir) => EngineProcess.start(distDir, dataDir, SETTLE_FAST));

interface Report {
  seq: number;
  type: string;
  execId: string;
  clOrdId: string;
  execType: string;
  ordStatus: string;
}

/** A counterparty in a process of its own, with a folder that outlives it. */
class Desk {
  private child: ChildProcess | null = null;

  constructor(
    private readonly command: readonly string[],
    private readonly argumentsOf: (folder: string) => string[],
    readonly folder: string,
  ) {}

  start(): void {
    const [program, ...first] = this.command;
    this.child = spawn(program, [...first, ...this.argumentsOf(this.folder)], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  }

  async kill(): Promise<void> {
    const { child } = this;
    if (!child) return;
    this.child = null;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }

  get reports(): Report[] {
    const file = join(this.folder, 'reports.txt');
    const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(0, -1) : [];
    return lines.map((line) => {
      const [seq, type, execId, clOrdId, execType, ordStatus] = line.split(' ');
      return { seq: Number(seq), type, execId, clOrdId, execType, ordStatus };
    });
  }

  /** Orders that the engine has acknowledged. */
  get acknowledged(): number {
    const entered = this.reports.filter(({ clOrdId }) => clOrdId.startsWith('Q'));
    return new Set(entered.map(({ clOrdId }) => clOrdId)).size;
  }

  /** Orders that have ended as they were to. */
  get ended(): number {
    const ends = this.reports.filter(({ clOrdId, ordStatus }) =>
      isResting(Number(clOrdId.slice(1)))
        ? clOrdId.startsWith('X') && ordStatus === '4'
        : ordStatus === '2',
    );
    return new Set(ends.map(({ clOrdId }) => clOrdId)).size;
  }
}

async function untilShare(desk: Desk, share: number): Promise<void> {
  const count = share * ORDERS;
  await until(`${count} orders`, PATIENCE_MS, () => desk.acknowledged >= count);
}

/** What the loopback device carries of the gateway's port, until it is stopped. */
async function capture(tshark: string, port: number, file: string): Promise<() => Promise<void>> {
  const child = spawn(tshark, ['-q', '-i', 'lo', '-f', `tcp port ${port}`, '-w', file], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  await until('the capture', PATIENCE_MS, () => existsSync(file) || child.exitCode !== null);
  return async () => {
    const ended = once(child, 'exit');
    child.kill('SIGINT');
    await ended;
  };
}

const clients: [string, (folder: string) => Promise<readonly string[]>][] = [
  [
    'OURS',
    () =>
      Promise.resolve([process.execPath, join(engine().distDir, 'apps/chaos/src/desks/main.js')]),
  ],
];
if (mayUseQuickFix())
  clients.push(['QUICKFIX', async (folder) => [await compileQuickFixDesk(folder)]]);

test.each(clients)(
  'a desk and a gateway that are killed go on where they were: %s',
  async (session, commandIn) => {
    const { apiUrl, simulatorUrl, fixAddress } = engine().state;
    const client = new OmeClient({ url: apiUrl });
    await client.fixSessions.set(session, { version: 'FIX.4.4' });
    await fetch(`${simulatorUrl}/control/symbols/${RESTING_SYMBOL}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ behaviour: 'rest' }),
    });
    const folder = mkdtempSync(join(tmpdir(), 'ome-desk-'));
    const port = fixAddress.split(':')[1];
    mkdirSync(join(folder, 'desk'));
    const named = session === 'OURS';
    const desk = new Desk(
      await commandIn(folder),
      (own) =>
        named
          ? ['--port', port, '--session', session, '--orders', `${ORDERS}`, '--folder', own]
          : [port, session, `${ORDERS}`, own],
      join(folder, 'desk'),
    );
    const tshark = await findTshark();
    const file = join(folder, 'capture.pcapng');
    const endCapture = tshark ? await capture(tshark, Number(port), file) : undefined;
    try {
      desk.start();
      await untilShare(desk, FIRST_KILL);
      await desk.kill();
      desk.start();
      await untilShare(desk, 0.4);
      await engine().kill('fix');
      await untilShare(desk, 0.6);
      await Promise.all([desk.kill(), engine().kill('fix')]);
      desk.start();
      await untilShare(desk, 0.8);
      await desk.kill();
      await engine().kill('fix');
      desk.start();
      await until('every order to end', PATIENCE_MS, () => desk.ended === ORDERS);
    } finally {
      await desk.kill();
      await endCapture?.();
    }

    const { reports } = desk;
    expect(reports.filter(({ type }) => type !== '8')).toEqual([]);
    expect(reports.filter(({ execType }) => execType === '8')).toEqual([]);
    // A message that a kill found half taken comes again under its number.
    const numbersOf = new Map<string, Set<number>>();
    for (const { execId, seq } of reports) {
      numbersOf.set(execId, (numbersOf.get(execId) ?? new Set()).add(seq));
    }
    expect([...numbersOf].filter(([, numbers]) => numbers.size > 1)).toEqual([]);

    expect(await atVenue(simulatorUrl, session)).toEqual({ orders: ORDERS, different: ORDERS });
    const { nextIn } = (await client.fixSessions.list()).items.find(
      ({ compId }) => compId === session,
    )!;
    const resting = Array.from({ length: ORDERS }, (_, index) => index).filter(isResting).length;
    expect(nextIn).toBeGreaterThan(ORDERS + 2 * resting);
    if (tshark && existsSync(file)) {
      expect(await malformedIn(tshark, file, port)).toEqual([]);
    }
    rmSync(folder, { recursive: true });
  },
);

/** Orders of an account in the venue's book, and how many ClOrdIDs they have. */
async function atVenue(simulatorUrl: string, account: string) {
  const json = new JsonClient(simulatorUrl, 1);
  try {
    const orders = (await new Simulator(json).orders()).filter((each) => each.account === account);
    return { orders: orders.length, different: new Set(orders.map((each) => each.orderId)).size };
  } finally {
    await json.close();
  }
}

/** Frames that Wireshark's FIX dissector does not understand. */
async function malformedIn(tshark: string, file: string, port: string): Promise<string[]> {
  const asFix = ['-r', file, '-d', `tcp.port==${port},fix`];
  const count = async (filter: string): Promise<string[]> => {
    const fields = ['-T', 'fields', '-e', 'frame.number', '-e', '_ws.expert.message'];
    const out = await runCommand(tshark, [...asFix, '-Y', filter, ...fields]);
    return out.split('\n').filter(Boolean);
  };
  expect((await count('fix')).length).toBeGreaterThan(ORDERS / 10);
  return count('_ws.malformed || (fix && _ws.expert.severity == "Error")');
}
