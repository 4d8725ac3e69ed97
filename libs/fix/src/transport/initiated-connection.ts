import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { connect as connectTls, type ConnectionOptions } from 'node:tls';
import { Framer } from '../codec/framer';
import type { FixSession } from '../session/fix-session';
import { SocketConnection } from './socket-connection';

export interface InitiatedOptions {
  host: string;
  port: number;
  /** Encrypts, where the counterparty does. */
  tls?: ConnectionOptions;
  /** Gives up connecting. */
  signal?: AbortSignal;
}

/**
 * Connects to a counterparty and sends a Logon.
 *
 * @returns the connection, which is open until the socket's `close`
 * @throws where nobody listens, or its certificate is not right
 */
export async function initiate(
  session: FixSession,
  { host, port, tls, signal }: InitiatedOptions,
): Promise<Socket> {
  const socket = tls ? connectTls({ ...tls, host, port }) : connect(port, host);
  try {
    await once(socket, tls ? 'secureConnect' : 'connect', { signal });
  } catch (error) {
    socket.destroy();
    throw error;
  }
  socket.setEncoding('latin1');
  socket.setNoDelay(true);
  const connection = new SocketConnection(socket);
  const framer = new Framer({
    message: (text) => session.receive(text),
    garbled: () => socket.destroy(),
  });
  socket.on('data', (text: string) => framer.push(text));
  socket.on('error', () => undefined);
  socket.on('close', () => session.detach(connection));
  await session.connect(connection);
  return socket;
}
