import type { Socket } from 'node:net';
import type { FixConnection } from '../session/fix-application';

/** How long a closed connection may take to end; an unresponsive peer is cut off. */
const LINGER_MS = 500;

/** A session's connection over TCP or TLS. */
export class SocketConnection implements FixConnection {
  constructor(private readonly socket: Socket) {}

  get unsent(): number {
    return this.socket.writableLength;
  }

  write(text: string): void {
    if (this.socket.writable) this.socket.write(text, 'latin1');
  }

  async drained(): Promise<void> {
    const { socket } = this;
    if (!socket.writableNeedDrain || socket.destroyed) return;
    await new Promise<void>((resolve) => {
      const done = () => {
        socket.off('drain', done);
        socket.off('close', done);
        resolve();
      };
      socket.on('drain', done);
      socket.on('close', done);
    });
  }

  pause(): void {
    this.socket.pause();
  }

  resume(): void {
    this.socket.resume();
  }

  cut(): void {
    this.socket.destroy();
  }

  close(): void {
    this.socket.end();
    setTimeout(() => this.socket.destroy(), LINGER_MS).unref();
  }
}
