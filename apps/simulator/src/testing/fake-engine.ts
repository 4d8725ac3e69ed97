import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A report that reached the engine. */
export type ReceivedReport = Record<string, unknown> & {
  MsgType: string;
  ExecType?: string;
  ClOrdID: string;
};

type EngineAnswer = { status: number; body: object };

/** Stands for the engine: answers what is posted to /execution_endpoint and /prices, and records it in order. */
export class FakeEngine {
  readonly reports: ReceivedReport[] = [];
  /** Lists of prices. */
  readonly prices: unknown[] = [];
  /** Raw bodies, to see how numbers are written. */
  readonly bodies: string[] = [];
  authorization: string | undefined;
  answer: (report: ReceivedReport) => EngineAnswer = () => ({
    status: 200,
    body: { success: true },
  });

  private server: Server | undefined;

  /** Port 0 picks a free one. */
  async start(port = 0): Promise<URL> {
    this.server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = Buffer.concat(chunks).toString();
        const report = JSON.parse(body) as ReceivedReport;
        this.authorization = request.headers.authorization;
        this.bodies.push(body);
        const isPrices = request.url === '/prices';
        if (isPrices) this.prices.push(report);
        else this.reports.push(report);
        const { status, body: answer } =
          isPrices || request.url === '/execution_endpoint'
            ? this.answer(report)
            : { status: 404, body: { success: false } };
        response.writeHead(status, { 'content-type': 'application/json' });
        response.end(JSON.stringify(answer));
      });
    });
    const { server } = this;
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  }

  async stop(): Promise<void> {
    const { server } = this;
    if (!server) return;
    this.server = undefined;
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  }

  reportsOf(clOrdId: string): ReceivedReport[] {
    return this.reports.filter((report) => report.ClOrdID === clOrdId);
  }
}
