import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';
import type { SocketEvent } from './recording';

/** Stands between a client and a stream of the simulator, passes on what both say, and tells it. */
export class Relay {
  private readonly server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  private sockets = 0;

  /** @param target like `ws://127.0.0.1:4100`; paths are the client's */
  constructor(
    private readonly target: string,
    private readonly tell: (event: SocketEvent) => void,
  ) {
    this.server.on('connection', (client, { url }) => void this.join(client, url ?? '/'));
  }

  /** Its own address, like the target's. */
  async address(): Promise<string> {
    if (!this.server.address()) await once(this.server, 'listening');
    return `ws://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): void {
    for (const client of this.server.clients) client.terminate();
    this.server.close();
  }

  private async join(client: WebSocket, path: string): Promise<void> {
    const socket = this.sockets;
    this.sockets += 1;
    client.pause();
    const stream = new WebSocket(`${this.target}${path}`);
    this.tell({ socket, event: 'opens', text: path });
    const pass = (from: WebSocket, to: WebSocket, event: 'sends' | 'hears'): void => {
      from.on('message', (data: Buffer, binary) => {
        const text = data.toString();
        this.tell({ socket, event, text });
        if (to.readyState === WebSocket.OPEN) to.send(binary ? data : text);
      });
      from.on('error', () => from.terminate());
    };
    pass(client, stream, 'sends');
    pass(stream, client, 'hears');
    client.on('close', () => {
      this.tell({ socket, event: 'closes', text: '' });
      stream.close();
    });
    stream.on('close', () => client.close());
    if (stream.readyState === WebSocket.CONNECTING)
      await once(stream, 'open').catch(() => undefined);
    client.resume();
  }
}
