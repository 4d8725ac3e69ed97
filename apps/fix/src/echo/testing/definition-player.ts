import { AcceptedConnection, Framer, SOH } from '@ome/fix';
import { setImmediate as turn } from 'node:timers/promises';
import { checksum } from '../../../../../libs/fix/src/codec/checksum';
import { type PipeEnd, pipe } from '../../../../../libs/fix/src/testing/pipe';
import { EchoSessions } from '../echo-sessions';

const STARTED_AT = Date.parse('2026-11-27T09:15:00Z');
/** Whatever a session does at once is done within so many turns of the event loop. */
const TURNS = 20;
const TICK_MS = 500;

/** Values that are not the definition's: of these only the form counts. */
const FORMS: Readonly<Record<number, RegExp>> = {
  10: /^\d{3}$/,
  42: /^\d{8}-\d\d:\d\d:\d\d/,
  52: /^\d{8}-\d\d:\d\d:\d\d(\.\d{3,9})?$/,
  60: /^\d{8}-\d\d:\d\d:\d\d/,
  122: /^\d{8}-\d\d:\d\d:\d\d/,
};

const LINE = /^([IEie])(?:(\d),)?(.*)$/s;

/** A line of a definition that does not hold. */
export class DefinitionFailed extends Error {
  override readonly name = 'DefinitionFailed';
}

/** The test's side of a connection. */
export interface ConnectionEnd {
  readonly isOpen: boolean;
  onText: (text: string) => void;
  write(text: string): void;
  close(): void;
}

/** Whom definitions are played against. */
export interface TestedAcceptor {
  /** How long an answer, or the end of a connection, may take by the clock of the sessions. */
  readonly patienceMs: number;
  connect(): ConnectionEnd | Promise<ConnectionEnd>;
  nowMs(): number;
  /** What is done at once is done. */
  settled(): Promise<void>;
  /** Lets time pass. */
  wait(): Promise<void>;
}

/** The echo, in memory and by a clock of its own, so that heartbeats cost no time. */
export class EchoInMemory implements TestedAcceptor {
  readonly patienceMs = 60_000;

  private constructor(
    private readonly sessions: EchoSessions,
    private readonly clock: { ms: number },
  ) {}

  static async start(): Promise<EchoInMemory> {
    const clock = { ms: STARTED_AT };
    return new EchoInMemory(await EchoSessions.make(() => new Date(clock.ms)), clock);
  }

  connect(): PipeEnd {
    const [ours, theirs] = pipe();
    const accepted = new AcceptedConnection(theirs, (logon) => this.sessions.sessionOf(logon));
    theirs.onText = (text) => accepted.push(text);
    theirs.onClosed = () => accepted.closed();
    return ours;
  }

  nowMs(): number {
    return this.clock.ms;
  }

  async settled(): Promise<void> {
    for (let count = 0; count < TURNS; count += 1) await turn();
  }

  async wait(): Promise<void> {
    this.clock.ms += TICK_MS;
    this.sessions.tick();
    await this.settled();
  }
}

/** What the test's side of one connection received. */
class Counterparty {
  readonly received: string[] = [];
  garbled = 0;
  private readonly framer = new Framer({
    message: (text) => this.received.push(text),
    garbled: () => (this.garbled += 1),
  });

  constructor(readonly end: ConnectionEnd) {
    end.onText = (text) => this.framer.push(text);
  }
}

/**
 * Plays session tests in the form of QuickFIX's `.def` files. A line each:
 *
 *     # a comment
 *     iCONNECT, iDISCONNECT    the test opens or closes a connection (i2,CONNECT: a second one)
 *     eDISCONNECT              the other side closes it, and has sent nothing more
 *     I8=FIX.4.4|35=A|...      the test sends
 *     E8=FIX.4.4|35=A|...      exactly these fields come, in this order
 *
 * `<TIME>` and `<TIME-180>` are now, and so many seconds from it. BodyLength and CheckSum may be left
 * out. Fields end with SOH, or with a bar
 * where the file has no SOH.
 */
export class DefinitionPlayer {
  private readonly counterparties = new Map<number, Counterparty>();

  private constructor(private readonly acceptor: TestedAcceptor) {}

  /** @throws DefinitionFailed with the number of the line */
  static async play(definition: string, acceptor: TestedAcceptor): Promise<void> {
    const player = new DefinitionPlayer(acceptor);
    const hasBars = !definition.includes(SOH);
    for (const [index, raw] of definition.split(/\r?\n/).entries()) {
      if (raw === '' || raw.startsWith('#')) continue;
      const line = hasBars ? raw.replaceAll('|', SOH) : raw;
      try {
        await player.line(line);
      } catch (error) {
        if (!(error instanceof DefinitionFailed)) throw error;
        throw new DefinitionFailed(`line ${index + 1}: ${error.message}\n${readable(raw)}`);
      }
    }
  }

  private async line(line: string): Promise<void> {
    const [, kind, number = '1', rest = ''] = LINE.exec(line) ?? [];
    const id = Number(number);
    const step = kind === 'I' || kind === 'E' ? kind : `${kind}${rest}`;
    switch (step) {
      case 'iCONNECT':
        this.counterparties.set(id, new Counterparty(await this.acceptor.connect()));
        return;
      case 'iDISCONNECT':
        this.counterparty(id).end.close();
        this.counterparties.delete(id);
        return this.acceptor.settled();
      case 'eDISCONNECT':
        return this.expectEnd(this.counterparty(id));
      case 'I':
        return this.send(this.counterparty(id), completed(this.timed(rest)));
      case 'E':
        return this.expect(this.counterparty(id), this.timed(rest));
      default:
        throw new DefinitionFailed('not understood');
    }
  }

  private counterparty(id: number): Counterparty {
    const found = this.counterparties.get(id);
    if (!found) throw new DefinitionFailed('there is no connection');
    return found;
  }

  private async send({ end }: Counterparty, text: string): Promise<void> {
    if (!end.isOpen) throw new DefinitionFailed('the connection is closed');
    end.write(text);
    await this.acceptor.settled();
  }

  private async expect(counterparty: Counterparty, expected: string): Promise<void> {
    await this.until(() => counterparty.received.length > 0 || !counterparty.end.isOpen);
    const actual = counterparty.received.shift();
    if (counterparty.garbled > 0) throw new DefinitionFailed('what came is garbled');
    if (actual === undefined) throw new DefinitionFailed('nothing came');
    const difference = differenceOf(expected, actual);
    if (difference) throw new DefinitionFailed(`${difference}; received ${readable(actual)}`);
  }

  private async expectEnd({ end, received }: Counterparty): Promise<void> {
    await this.until(() => received.length > 0 || !end.isOpen);
    if (received.length > 0) throw new DefinitionFailed(`received ${readable(received[0])}`);
    if (end.isOpen) throw new DefinitionFailed('the connection stays open');
  }

  /** Lets time pass as long as it does not hold. */
  private async until(holds: () => boolean): Promise<void> {
    const { acceptor } = this;
    const giveUpAt = acceptor.nowMs() + acceptor.patienceMs;
    await acceptor.settled();
    while (!holds() && acceptor.nowMs() < giveUpAt) await acceptor.wait();
  }

  private timed(text: string): string {
    return text.replaceAll(/<TIME([+-]\d+)?>/g, (_found, shift: string | undefined) => {
      const at = new Date(this.acceptor.nowMs() + Number(shift ?? 0) * 1_000).toISOString();
      return `${at.slice(0, 10).replaceAll('-', '')}-${at.slice(11, 19)}`;
    });
  }
}

const readable = (text: string): string => text.replaceAll(SOH, '|');

/**
 * With BodyLength and CheckSum, where the line has none. Where it has a CheckSum alone, the length
 * is one too short, as in QuickFIX's runner: the message is to be garbled.
 */
function completed(line: string): string {
  const fields = fieldsOf(line);
  const hasCheckSum = fields.at(-1)?.startsWith('10=');
  if (!fields.some((field) => field.startsWith('9='))) {
    const [begin = '', ...rest] = hasCheckSum ? fields.slice(0, -1) : fields;
    const length = rest.join(SOH).length + (hasCheckSum ? 0 : 1);
    fields.splice(0, 1, begin, `9=${length}`);
  }
  const text = fields.join(SOH) + SOH;
  return hasCheckSum ? text : `${text}10=${checksum(text)}${SOH}`;
}

const fieldsOf = (text: string): string[] => text.split(SOH).slice(0, -1);

function differenceOf(expected: string, actual: string): string | null {
  const want = fieldsOf(expected);
  // The framer checked both already: a definition may leave them out.
  const isLeftOut = (field: string) =>
    /^(9|10)=/.test(field) && !want.some((one) => parts(one)[0] === parts(field)[0]);
  const got = fieldsOf(actual).filter((field) => !isLeftOut(field));
  for (let at = 0; at < Math.max(want.length, got.length); at += 1) {
    const [tag, value] = parts(got[at]);
    if (parts(want[at])[0] !== tag) return `expected ${want[at]}, not ${got[at]}`;
    const isAsWanted = FORMS[tag]?.test(value) ?? want[at] === got[at];
    if (!isAsWanted) return `expected ${want[at]}, not ${got[at]}`;
  }
  return null;
}

function parts(field: string | undefined): [tag: number, value: string] {
  const [tag = '', value = ''] = field?.split('=', 2) ?? [];
  return [Number(tag), value];
}
