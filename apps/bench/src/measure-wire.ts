import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { Pool } from 'undici';
import type { EngineProcess } from '../../dev/src/engine-process/engine-process';
import { atMost, type Figure } from './figures';
import { load, median, ORDER, percentile } from './load';
import { post } from './round-trip';
import { YardstickProcess } from './yardstick-process';

const ORDERS = 200;

/** A venue that takes every order and notes when its request arrived. */
export class NotingVenue {
  private readonly arrivedAt = new Map<string, number>();

  private constructor(private readonly server: Server) {
    server.on('request', (request, response) => {
      const at = performance.now();
      let text = '';
      request.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      request.on('end', () => {
        if (request.method === 'POST') {
          this.arrivedAt.set((JSON.parse(text) as { ClOrdID: string }).ClOrdID, at);
        }
        response.setHeader('content-type', 'application/json').end('{"success":true}');
      });
    });
  }

  static async start(): Promise<NotingVenue> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new NotingVenue(server);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async arrival(orderId: string): Promise<number> {
    for (;;) {
      const at = this.arrivedAt.get(orderId);
      if (at !== undefined) return at;
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}

/** From the request of an order to its request at the venue, one order at a time. */
export async function measureWire(
  engine: EngineProcess,
  venue: NotingVenue,
  seconds: number,
): Promise<Figure[]> {
  const { apiUrl, mongoUrl } = engine.state;
  const pool = new Pool(apiUrl, { connections: 1 });
  const waits: number[] = [];
  for (let sent = 0; sent < ORDERS; sent += 1) {
    const begun = performance.now();
    waits.push((await venue.arrival(await post(pool))) - begun);
  }
  await pool.close();
  const yardstick = await YardstickProcess.start(mongoUrl!);
  const target = { url: `${yardstick.url}/insert`, body: JSON.stringify(ORDER) };
  const insert = await load(target, 1, seconds);
  await yardstick.stop();
  const p50Ms = median(waits);
  return [
    {
      what: 'request to the venue, at rest',
      value: `p50 ${p50Ms.toFixed(1)} ms, p99 ${percentile(waits, 0.99).toFixed(1)} ms`,
    },
    { what: 'one insert, at rest', value: `p50 ${insert.p50Ms.toFixed(1)} ms` },
    atMost('request to the venue: one insert', p50Ms / Math.max(insert.p50Ms, 1), 4),
  ];
}
