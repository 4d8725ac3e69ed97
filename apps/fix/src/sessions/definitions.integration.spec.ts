import { FIX_VERSIONS, type FixVersion, SOH } from '@ome/fix';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../../../../libs/platform/src/testing/eventually';
import { ECHO_COUNTERPARTIES } from '../echo/echo-sessions';
import {
  definitionsIn,
  foreignDefinitions,
  inVersion,
  OWN_DEFINITIONS,
  read,
} from '../echo/testing/definition-files';
import {
  type ConnectionEnd,
  DefinitionPlayer,
  type TestedAcceptor,
} from '../echo/testing/definition-player';
import { FixGateway } from '../fix.module';
import { FixRig } from '../testing/fix-rig';

/** A connection to the gateway, as the player wants it. */
class SocketEnd implements ConnectionEnd {
  onText: (text: string) => void = () => undefined;

  constructor(private readonly socket: Socket) {
    socket.setEncoding('latin1').setNoDelay();
    socket.on('data', (text: string) => this.onText(text));
    socket.on('error', () => undefined);
  }

  get isOpen(): boolean {
    return !this.socket.closed && !this.socket.readableEnded;
  }

  write(text: string): void {
    this.socket.write(text, 'latin1');
  }

  close(): void {
    this.socket.destroy();
  }
}

class RunningGateway implements TestedAcceptor {
  readonly patienceMs = 10_000;
  private readonly sockets: Socket[] = [];

  constructor(private readonly port: number) {}

  async connect(): Promise<ConnectionEnd> {
    const socket = connect(this.port, '127.0.0.1');
    this.sockets.push(socket);
    await once(socket, 'connect');
    return new SocketEnd(socket);
  }

  nowMs = (): number => Date.now();
  settled = (): Promise<void> => Promise.resolve();
  wait = (): Promise<void> => sleep(5);

  /** Nobody stays behind. */
  leave(): void {
    for (const socket of this.sockets.splice(0)) socket.destroy();
  }
}

const FIELD = (tag: number): RegExp => new RegExp(`[|${SOH}]${tag}=([^|${SOH}]*)`);

/** Echoed orders that only show that the session goes on are test requests here. */
function withoutOrders(definition: string): string {
  const lines = definition.split(/\r?\n/);
  return lines
    .map((line, at) => {
      const isEcho = line.startsWith('E') && lines[at - 1]?.startsWith('I');
      if (isEcho && isOrder(line) && isOrder(lines[at - 1])) return asHeader(line, '0');
      const isEchoed = line.startsWith('I') && lines[at + 1]?.startsWith('E');
      if (isEchoed && isOrder(line) && isOrder(lines[at + 1])) return asHeader(line, '1');
      return line;
    })
    .join('\n');
}

const isOrder = (line: string): boolean =>
  FIELD(35).exec(line)?.[1] === 'D' && FIELD(43).exec(line) === null;

/** The names of the sessions are not as long as the definition's. */
const withoutLengths = (definition: string): string =>
  definition.replaceAll(new RegExp(`^(E.*[|${SOH}])9=\\d+[|${SOH}]`, 'gm'), '$1');

/** The line as a test request, or its answer. */
function asHeader(line: string, type: string): string {
  const end = line.includes('|') ? '|' : SOH;
  const kept = line
    .split(end)
    .filter((field) => /^[IE](\d,)?8=|^(34|49|52|56)=/.test(field))
    .map((field) => field + end);
  return `${kept[0]}35=${type}${end}${kept.slice(1).join('')}112=on${end}`;
}

/** What needs an echo, an acceptor that begins anew with every Logon, or half a minute. */
function isForTheEcho(definition: string): boolean {
  const lines = definition.split('\n');
  const isEchoed = lines.some((line) => /^E/.test(line) && /^[DdCj]$/.test(typeOf(line)));
  const isTimed = lines.some(
    (line) =>
      /^E/.test(line) && (typeOf(line) === '1' || (typeOf(line) === '0' && !FIELD(112).test(line))),
  );
  const isOrderTaken = lines.some((line) => /^I/.test(line) && /^[DdC8]$/.test(typeOf(line)));
  const rejects = lines.some((line) => /^E/.test(line) && typeOf(line) === '3');
  const reconnects = lines.filter((line) => /^i(1,)?CONNECT/.test(line)).length > 1;
  return isEchoed || isTimed || reconnects || (isOrderTaken && !rejects);
}

const typeOf = (line: string): string => FIELD(35).exec(line)?.[1] ?? '';

interface Case {
  name: string;
  compId: string;
  version: FixVersion;
  definition: string;
}

const CASES = [
  ...FIX_VERSIONS.flatMap((version) =>
    definitionsIn(OWN_DEFINITIONS).map((file) => ({
      name: `${version} ${basename(file)}`,
      version,
      definition: inVersion(version, read(file)),
    })),
  ),
  ...foreignDefinitions().flatMap(([folder, files], at) =>
    files.map((file) => ({
      name: `${folder} ${basename(file)}`,
      version: FIX_VERSIONS[at],
      definition: read(file),
    })),
  ),
]
  .map((one) => ({ ...one, definition: withoutLengths(withoutOrders(one.definition)) }))
  .filter(({ definition }) => !isForTheEcho(definition))
  // A session each: none begins its numbers anew unasked.
  .map((one, at): Case => {
    const us = ECHO_COUNTERPARTIES[one.version];
    const definition = one.definition.replaceAll(us, `T${at}`).replaceAll('ISLD', 'OME');
    return { ...one, compId: `T${at}`, definition };
  });

let rig: FixRig;
let gateway: RunningGateway;

beforeAll(async () => {
  rig = await FixRig.start();
  gateway = new RunningGateway(rig.app.get(FixGateway).port);
  for (const { compId, version } of CASES) {
    await rig.define(compId, { version });
  }
  // Each begins with its log.
  await eventually(async () => {
    const logs = await rig.store.collection('fix_log').distinct('_id.session');
    expect(logs.length).toBeGreaterThanOrEqual(CASES.length);
  });
});
afterEach(() => gateway.leave());
afterAll(() => rig.stop());

test('most of the definitions can be played', () => {
  expect(CASES.length).toBeGreaterThan(60);
});

test.each(CASES)('$name', async ({ definition }) => {
  await DefinitionPlayer.play(definition, gateway);
});
