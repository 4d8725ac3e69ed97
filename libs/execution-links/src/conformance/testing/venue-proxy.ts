import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** A caller may write into a dead connection until it has heard of the cut. */
const NOTICED_AFTER_MS = 50;

/** A proxy to a venue, on a port of its own: while it is shut nobody listens there. */
export class VenueProxy {
  private readonly sockets = new Set<Socket>();
  private server: Server | null = null;
  private port = 0;

  constructor(private readonly venuePort: number) {}

  /** On the same port again after it was shut. */
  async open(): Promise<void> {
    const server = createServer((caller) =>
      this.lead(caller, connect(this.venuePort, '127.0.0.1')),
    );
    this.server = server;
    server.listen(this.port, '127.0.0.1');
    await once(server, 'listening');
    this.port = (server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Cuts requests in progress, too. */
  async shut(): Promise<void> {
    const { server } = this;
    this.server = null;
    for (const socket of this.sockets) socket.destroy();
    if (server) await new Promise((resolve) => server.close(resolve));
    await setTimeout(NOTICED_AFTER_MS);
  }

  private lead(caller: Socket, venue: Socket): void {
    for (const [from, to] of [
      [caller, venue],
      [venue, caller],
    ]) {
      this.sockets.add(from);
      from.pipe(to);
      from.on('error', () => to.destroy());
      from.on('close', () => {
        this.sockets.delete(from);
        to.destroy();
      });
    }
  }
}
