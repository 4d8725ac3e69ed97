import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import { FixMessage } from '../codec/fix-message';
import { Framer } from '../codec/framer';
import type { FixSession } from '../session/fix-session';
import { SocketConnection } from './socket-connection';

/** A connection without a Logon is closed after this long. */
const LOGON_MS = 10_000;

export interface AcceptorOptions {
  /** The session that a Logon names; null if there is none. */
  sessionOf(
    logon: FixMessage,
    remoteAddress: string,
  ): FixSession | null | Promise<FixSession | null>;
  tls?: TlsOptions;
}

/** Listens for counterparties and passes each connection to the session that its Logon names. */
export class FixAcceptor {
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();

  constructor(private readonly options: AcceptorOptions) {
    const serve = (socket: Socket) => this.serve(socket);
    this.server = options.tls ? createTlsServer(options.tls, serve) : createServer(serve);
  }

  /** @returns the port; the system chooses it if 0 is given */
  async listen(port: number, host: string): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(port, host, resolve);
    });
    const address = this.server.address();
    return typeof address === 'object' && address ? address.port : port;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  private serve(socket: Socket): void {
    this.sockets.add(socket);
    socket.setNoDelay(true);
    socket.setEncoding('latin1');
    const connection = new SocketConnection(socket);
    let session: FixSession | null = null;
    let isKnown = false;
    const silence = setTimeout(() => socket.destroy(), LOGON_MS);
    // Messages after the Logon wait until its session is found.
    let waiting: string[] | null = null;
    const introduce = async (text: string): Promise<void> => {
      isKnown = true;
      clearTimeout(silence);
      waiting = [];
      const logon = FixMessage.parse(text);
      const isLogon = logon?.type === 'A';
      const found = isLogon
        ? await this.options.sessionOf(logon, socket.remoteAddress ?? '')
        : null;
      if (!found?.attach(connection, text)) return connection.close();
      session = found;
      for (const message of waiting) session.receive(message);
      waiting = null;
    };
    const framer = new Framer({
      message: (text) => {
        if (session) session.receive(text);
        else if (waiting) waiting.push(text);
        else introduce(text).catch(() => socket.destroy());
      },
      garbled: () => {
        if (!isKnown) connection.close();
      },
    });
    socket.on('data', (text: string) => framer.push(text));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearTimeout(silence);
      this.sockets.delete(socket);
      session?.detach(connection);
    });
  }
}
