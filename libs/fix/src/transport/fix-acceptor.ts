import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions, TLSSocket } from 'node:tls';
import type { FixMessage } from '../codec/fix-message';
import { AcceptedConnection, type AcceptingSession } from './accepted-connection';
import { SocketConnection } from './socket-connection';

/** A connection without a Logon is closed after this long. */
const LOGON_MS = 10_000;

/** Who connected. */
export interface FixPeer {
  address: string;
  /** SHA-256 fingerprint of its certificate, in lower case without colons; null without one. */
  certificate: string | null;
}

export interface AcceptorOptions {
  /** The session that a Logon names; null if there is none. */
  sessionOf(
    logon: FixMessage,
    peer: FixPeer,
  ): AcceptingSession | null | Promise<AcceptingSession | null>;
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
    const peer = { address: socket.remoteAddress ?? '', certificate: certificateOf(socket) };
    const accepted = new AcceptedConnection(new SocketConnection(socket), (logon) =>
      this.options.sessionOf(logon, peer),
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

/** A certificate that the authority has not signed does not count. */
function certificateOf(socket: Socket): string | null {
  if (!(socket instanceof TLSSocket) || !socket.authorized) return null;
  const { fingerprint256 } = socket.getPeerCertificate();
  return fingerprint256 ? fingerprint256.replaceAll(':', '').toLowerCase() : null;
}
