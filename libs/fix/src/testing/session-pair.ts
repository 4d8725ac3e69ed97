import { Framer } from '../codec/framer';
import { FixMessage } from '../codec/fix-message';
import { dictionaryOf, ENVELOPES, type FixVersion } from '../dictionary/dictionaries';
import type { FixApplication } from '../session/fix-application';
import {
  type FoundMessage,
  FixLog,
  FixLogFenced,
  type LogEntry,
  type LogState,
  type SentMessage,
} from '../session/fix-log';
import { FixSession } from '../session/fix-session';
import type { SessionOptions } from '../session/session-options';
import { MemoryFixLog } from '../session/memory-fix-log';
import { AcceptedConnection } from '../transport/accepted-connection';
import { pipe, type PipeEnd } from './pipe';

/** The durable part of a log, across processes that write it. */
export class DurableLog {
  readonly kept = new MemoryFixLog();
  private owner = 0;
  /** Called before each write; throws if the process dies there. */
  beforeWrite: () => Promise<void> = async () => undefined;

  /** The log as the next process opens it. */
  open(): FixLog {
    this.owner += 1;
    const owner = this.owner;
    const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
      await this.beforeWrite();
      if (owner !== this.owner) throw new FixLogFenced();
      return work();
    };
    const { kept } = this;
    return new (class extends FixLog {
      open = (): Promise<LogState> => kept.open();
      append = (entry: LogEntry): Promise<void> => guarded(() => kept.append(entry));
      reset = (): Promise<void> => guarded(() => kept.reset());
      read = (begin: number, end: number): AsyncIterable<readonly SentMessage[]> =>
        kept.read(begin, end);
      find = (ref: string): Promise<FoundMessage | null> => kept.find(ref);
      sentSince = (at: Date): AsyncIterable<readonly SentMessage[]> => kept.sentSince(at);
    })();
  }
}

/** An application that stores what it received, like an engine's journal. */
export class RecordingApplication implements FixApplication {
  readonly received: string[] = [];
  refusal: string | null = null;
  answer: (message: FixMessage) => ReturnType<FixApplication['message']> = () => [];

  logon(): string | null {
    return this.refusal;
  }

  message(message: FixMessage): ReturnType<FixApplication['message']> {
    this.received.push(message.get(58) ?? message.type);
    return this.answer(message);
  }
}

/** One side of a session, across kills of its process. */
export class Side {
  readonly log = new DurableLog();
  readonly application = new RecordingApplication();
  readonly givenUp: string[] = [];
  session!: FixSession;
  connection: PipeEnd | null = null;

  constructor(
    readonly us: string,
    readonly them: string,
    private readonly version: FixVersion,
    private readonly options: Partial<SessionOptions> = {},
  ) {}

  /** Like a process that starts anew: it knows only what is in the log. */
  async start(): Promise<void> {
    const log = this.log.open();
    this.session = new FixSession(
      {
        ...ENVELOPES[this.version],
        senderCompId: this.us,
        targetCompId: this.them,
        dictionary: dictionaryOf(this.version),
        resetOnLogon: false,
        resetAllowed: true,
        window: 50,
        now: () => new Date(),
        initiator: null,
        onGivenUp: (reason) => this.givenUp.push(reason),
        ...this.options,
      },
      log,
      this.application,
      await log.open(),
    );
  }

  /** A message identified by its text (58). */
  news(text: string, ref?: string): number {
    return this.session.send({ type: 'B', body: newsBody(text), ref });
  }
}

const newsBody = (text: string) =>
  [
    [148, 'news'],
    [33, 1],
    [58, text],
  ] as const;

/** Connects the initiator with the acceptor, as a socket and the acceptor's listener do. */
export async function connect(initiator: Side, acceptor: Side): Promise<void> {
  const [near, far] = pipe();
  [initiator.connection, acceptor.connection] = [near, far];
  const accepted = new AcceptedConnection(far, () => acceptor.session);
  far.onText = (text) => accepted.push(text);
  far.onClosed = () => accepted.closed();
  const framer = new Framer({
    message: (text) => initiator.session.receive(text),
    garbled: () => undefined,
  });
  near.onText = (text) => framer.push(text);
  near.onClosed = () => initiator.session.detach(near);
  await initiator.session.connect(near);
}

/** Waits until a condition holds; fails after `ms`. */
export async function until(what: string, holds: () => boolean, ms = 5_000): Promise<void> {
  const giveUpAt = Date.now() + ms;
  while (!holds()) {
    if (Date.now() > giveUpAt) throw new Error(`Not in time: ${what}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}
