import { FixMessage } from '../codec/fix-message';
import { Framer } from '../codec/framer';
import type { FixConnection } from '../session/fix-application';
import type { FixSession } from '../session/fix-session';

/** What of a session an accepted connection needs. */
export type AcceptingSession = Pick<FixSession, 'attach' | 'receive' | 'detach'>;

/** The session that a Logon names; null if there is none. */
export type SessionOf = (
  logon: FixMessage,
) => AcceptingSession | null | Promise<AcceptingSession | null>;

/** A connection that a counterparty made: passed to the session that its first message names. */
export class AcceptedConnection {
  private session: AcceptingSession | null = null;
  private isIntroduced = false;
  /** Messages after the Logon wait until its session is found. */
  private readonly waiting: string[] = [];
  private readonly framer = new Framer({
    message: (text) => this.message(text),
    garbled: () => {
      if (!this.isIntroduced) this.connection.close();
    },
  });

  constructor(
    private readonly connection: FixConnection,
    private readonly sessionOf: SessionOf,
  ) {}

  /** Bytes that came, as latin1 text. */
  push(text: string): void {
    this.framer.push(text);
  }

  /** The connection is gone. */
  closed(): void {
    this.session?.detach(this.connection);
  }

  /** Whether its first message came. */
  get isSilent(): boolean {
    return !this.isIntroduced;
  }

  private message(text: string): void {
    if (this.session) this.session.receive(text);
    else if (this.isIntroduced) this.waiting.push(text);
    else this.introduce(text).catch(() => this.connection.close());
  }

  private async introduce(text: string): Promise<void> {
    this.isIntroduced = true;
    const logon = FixMessage.parse(text);
    const found = logon?.type === 'A' ? await this.sessionOf(logon) : null;
    if (!found?.attach(this.connection, text)) return this.connection.close();
    this.session = found;
    for (const message of this.waiting.splice(0)) found.receive(message);
  }
}
