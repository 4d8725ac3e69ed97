import {
  dictionaryOf,
  ENVELOPES,
  type Field,
  type FixApplication,
  type FixLog,
  FixMessage,
  FixSession,
  type FixVersion,
  initiate,
  MemoryFixLog,
} from '@ome/fix';
import type { Socket } from 'node:net';
import type { ConnectionOptions } from 'node:tls';

const TICK_MS = 100;

export interface FixClientOptions {
  host: string;
  port: number;
  version: FixVersion;
  senderCompId: string;
  targetCompId: string;
  /** Both numbers begin at 1 again. */
  resetOnLogon: boolean;
  /** In seconds; 30 where it is left out. */
  heartBtInt?: number;
  /** An API key, where the session needs one. */
  password?: string;
  /** Where its messages and numbers are kept; in memory where it is left out. */
  log?: FixLog;
  /** Where the gateway encrypts. */
  tls?: ConnectionOptions;
}

/** A counterparty of the engine: logs on, sends what it is told to, and keeps what it hears. */
export class FixClient implements FixApplication {
  /** Application messages, in the order in which they came. */
  readonly received: FixMessage[] = [];
  /** Why the last connection ended, as far as anybody said. */
  endedBy: string | null = null;
  /** Called with each of them. */
  onMessage: (message: FixMessage) => void = () => undefined;
  private readonly log: FixLog;
  private session!: FixSession;
  private socket: Socket | null = null;
  private ticking: NodeJS.Timeout | undefined;

  private constructor(private readonly options: FixClientOptions) {
    this.log = options.log ?? new MemoryFixLog();
  }

  static async create(options: FixClientOptions): Promise<FixClient> {
    const client = new FixClient(options);
    const { version, senderCompId, targetCompId, resetOnLogon, password } = options;
    client.session = new FixSession(
      {
        ...ENVELOPES[version],
        senderCompId,
        targetCompId,
        dictionary: dictionaryOf(version),
        resetOnLogon,
        resetAllowed: true,
        window: 200,
        onGivenUp: (reason) => (client.endedBy = reason),
        now: () => new Date(),
        initiator: {
          heartBtInt: options.heartBtInt ?? 30,
          logonFields: () => passwordFields(version, password),
        },
      },
      client.log,
      client,
      await client.log.open(),
    );
    return client;
  }

  get isLoggedOn(): boolean {
    return this.session.isLoggedOn;
  }

  get isConnected(): boolean {
    return this.socket !== null && !this.socket.closed;
  }

  /** Connects and sends a Logon. @throws where nobody listens */
  async connect(port = this.options.port): Promise<void> {
    this.socket = await initiate(this.session, { ...this.options, port });
    this.ticking ??= setInterval(() => this.session.tick(), TICK_MS);
  }

  send(type: string, body: readonly Field[]): void {
    this.session.send({ type, body });
  }

  logon(): null {
    return null;
  }

  message(message: FixMessage): [] {
    this.received.push(message);
    this.onMessage(message);
    return [];
  }

  /** Asks for everything that was ever sent, as a counterparty that has lost it. */
  askForAll(): void {
    this.send('2', [
      [7, 1],
      [16, 0],
    ]);
  }

  /** Forgets the connection, and leaves its other end open: that hears nothing more. */
  abandon(): void {
    this.socket?.removeAllListeners('data').pause().emit('close');
    this.socket = null;
  }

  /** Cuts the connection without a word. */
  cut(): void {
    this.socket?.destroy();
  }

  /** Logs out. */
  async close(): Promise<void> {
    clearInterval(this.ticking);
    if (this.session.isLoggedOn) this.session.close('Goodbye');
    await this.session.settled();
    this.socket?.end();
  }
}

/** FIX 4.2 has no Password (554): it carries one as RawData (96). */
function passwordFields(version: FixVersion, password: string | undefined): Field[] {
  if (password === undefined) return [];
  if (version !== 'FIX.4.2') return [[554, password]];
  return [
    [95, password.length],
    [96, password],
  ];
}
