import { connect, createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

/** When a connection is cut on a matching request. */
export type Cut = 'before it is forwarded' | 'after it was forwarded' | 'when it is answered';

/** A TCP proxy in front of MongoDB that cuts connections on request. */
export class CuttingProxy {
  cuts = 0;
  private server: Server | undefined;
  private readonly sockets = new Set<Socket>();
  private plan: { text: string; cut: Cut; times: number } | undefined;
  private isOpen = true;

  constructor(private readonly target: URL) {}

  async start(): Promise<string> {
    this.server = createServer((client) => this.connect(client));
    await new Promise<void>((resolve) => this.server!.listen(0, '127.0.0.1', resolve));
    const url = new URL(this.target);
    url.host = `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    // The addresses that the replica set reports bypass the proxy.
    url.searchParams.delete('replicaSet');
    url.searchParams.set('directConnection', 'true');
    return url.href;
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise<void>((resolve) => this.server!.close(() => resolve()));
  }

  /** Cuts the connections of the next requests that contain a text. */
  cutNext(text: string, cut: Cut, times = 1): void {
    this.plan = { text, cut, times };
  }

  /** Refuses connections until it is opened again. */
  shut(): void {
    this.isOpen = false;
    for (const socket of this.sockets) socket.destroy();
  }

  open(): void {
    this.isOpen = true;
  }

  private connect(client: Socket): void {
    if (!this.isOpen) return void client.destroy();
    const server = connect(Number(this.target.port), this.target.hostname);
    for (const socket of [client, server]) {
      this.sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        this.sockets.delete(socket);
        client.destroy();
        server.destroy();
      });
    }
    let cutAnswer = false;
    client.on('data', (chunk) => {
      const cut = this.planned(chunk);
      if (cut === 'before it is forwarded') return void client.destroy();
      server.write(chunk);
      // The server gets time to act on the request.
      if (cut === 'after it was forwarded') setTimeout(() => client.destroy(), 30);
      if (cut) cutAnswer = true;
    });
    server.on('data', (chunk) => (cutAnswer ? client.destroy() : client.write(chunk)));
  }

  private planned(chunk: Buffer): Cut | null {
    const { plan } = this;
    if (!plan || plan.times === 0 || !chunk.includes(plan.text)) return null;
    plan.times -= 1;
    this.cuts += 1;
    return plan.cut;
  }
}
