import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Stands for the page that a broker's login redirects to, and records the requests. */
export class Landing {
  readonly visits: URL[] = [];
  status = 204;

  private constructor(private readonly server: Server) {}

  static async start(): Promise<Landing> {
    const server = createServer((request, response) => {
      landing.visits.push(new URL(request.url ?? '', 'http://landing'));
      response.writeHead(landing.status).end();
    });
    const landing = new Landing(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return landing;
  }

  get url(): URL {
    return new URL(`http://127.0.0.1:${(this.server.address() as AddressInfo).port}/callback?x=1`);
  }

  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    this.server.closeAllConnections();
    await closed;
  }
}
