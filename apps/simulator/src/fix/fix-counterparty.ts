import {
  dictionaryOf,
  ENVELOPES,
  type FixApplication,
  type FixConnection,
  FixSession,
  type FixVersion,
  MemoryFixLog,
  type OutgoingMessage,
} from '@ome/fix';

const WINDOW = 200;

/** What the venue does with the messages of one counterparty. */
export type Requests = Pick<FixApplication, 'message' | 'closed'>;

/**
 * A counterparty of the venue. Its numbers go on from one connection to the next, and a message that
 * the venue had not acted on when the connection ended is asked for again.
 */
export class FixCounterparty {
  private readonly log = new MemoryFixLog();
  private session: FixSession | null = null;
  private connection: FixConnection | null = null;
  /** It reads nothing more of this connection. */
  private isDeaf = false;
  refusesStatus = false;
  private lateUntil = 0;
  private shutUntil = 0;

  constructor(
    readonly compId: string,
    private readonly venueCompId: string,
    readonly version: FixVersion,
    private readonly requests: Requests,
  ) {}

  /** The session for a connection that was just made; null while it takes none. */
  async accept() {
    if (Date.now() < this.shutUntil) return null;
    this.cut();
    await this.session?.settled();
    const session = await this.open();
    this.session = session;
    this.isDeaf = false;
    return {
      attach: (connection: FixConnection, logon: string): boolean => {
        this.connection = connection;
        return session.attach(connection, logon);
      },
      receive: (text: string): void => {
        if (!this.isDeaf) session.receive(text);
      },
      detach: (connection: FixConnection): void => session.detach(connection),
    };
  }

  /** Also to one that is away: it asks for it when it is back. */
  tell(message: OutgoingMessage): void {
    const lateMs = this.lateUntil - Date.now();
    if (lateMs <= 0) this.session?.send(message);
    else setTimeout(() => this.session?.send(message), lateMs).unref();
  }

  tick(): void {
    if (!this.isDeaf) this.session?.tick();
  }

  /** Cuts the connection: what was not written yet is not, and what was not acted on is not taken. */
  cut(shutForMs = 0): void {
    this.shutUntil = Date.now() + shutForMs;
    const { connection } = this;
    if (!connection) return;
    this.connection = null;
    this.session?.detach(connection);
    connection.cut();
  }

  logout(text: string): void {
    const { session } = this;
    session?.close(text);
    this.connection = null;
  }

  /** Bytes that are no message. */
  garble(): void {
    this.connection?.write('<html><body>It works!</body></html>');
  }

  beDeaf(): void {
    this.isDeaf = true;
  }

  /** Status requests (H) are not taken from now on. */
  refuseStatus(): void {
    this.refusesStatus = true;
  }

  /** What it tells from now on leaves so much later. */
  beLate(ms: number): void {
    this.lateUntil = Date.now() + ms;
  }

  /** Asks for everything from the first message on, as often as that. */
  askForEverything(times: number): void {
    for (let time = 0; time < times; time += 1) {
      this.tell({
        type: '2',
        body: [
          [7, 1],
          [16, 0],
        ],
      });
    }
  }

  /** Numbers of its messages are left out, as after a loss of its own: they are filled on request. */
  async skipNumbers(count: number): Promise<void> {
    this.cut();
    await this.session?.settled();
    const { nextIn, nextOut, cursor } = await this.log.open();
    const at = new Date();
    const out = Array.from({ length: count }, (_, index) => ({
      seq: nextOut + index,
      type: '0',
      at,
      header: [],
      body: '',
    }));
    await this.log.append({ out, nextIn, cursor });
  }

  /** It begins both numbers anew, as after the loss of everything. */
  async forgetNumbers(): Promise<void> {
    this.cut();
    await this.session?.settled();
    await this.log.reset();
  }

  private async open(): Promise<FixSession> {
    return new FixSession(
      {
        ...ENVELOPES[this.version],
        senderCompId: this.venueCompId,
        targetCompId: this.compId,
        dictionary: dictionaryOf(this.version),
        resetOnLogon: false,
        resetAllowed: true,
        window: WINDOW,
        now: () => new Date(),
        initiator: null,
      },
      this.log,
      { logon: () => null, ...this.requests },
      await this.log.open(),
    );
  }
}
