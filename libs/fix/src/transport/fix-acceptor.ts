import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import type { FixMessage } from '../codec/fix-message';
import type { FixSession } from '../session/fix-session';
import { AcceptedConnection } from './accepted-connection';
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
    const remoteAddress = socket.remoteAddress ?? '';
    const accepted = new AcceptedConnection(new SocketConnection(socket), (logon) =>
      this.options.sessionOf(logon, remoteAddress),
    );
    const patience = setTimeout(() => {
      if (accepted.isSilent) socket.destroy();
    }, LOGON_MS);
    socket.on('data', (text: string) => accepted.push(text));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearTimeout(patience);
      this.sockets.delete(socket);
      accepted.closed();
    });
  }
}
