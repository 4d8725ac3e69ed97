import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
  text: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  body: any;
}

/** How the server reacts to a request it has read. */
export type Reaction = (
  request: Received,
  response: ServerResponse,
  message: IncomingMessage,
) => void;

/** Answers with JSON, or with any text. */
export const answer =
  (status: number, body: object | string, headers: Record<string, string> = {}): Reaction =>
  (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };

/** Reads the request and closes the connection without an answer. */
export const hangUp: Reaction = (_request, _response, message) => void message.socket.destroy();

export const neverAnswer: Reaction = () => undefined;

/** A real HTTP server that records requests and reacts as configured. */
export class FakeHttpServer {
  readonly received: Received[] = [];
  reaction: Reaction = answer(200, { success: true });
  private server: Server | undefined;
  private port = 0;

  /** On the same port again after a stop. */
  async start(): Promise<string> {
    const server = createServer((message, response) => this.take(message, response));
    this.server = server;
    await new Promise<void>((resolve) => server.listen(this.port, '127.0.0.1', resolve));
    this.port = (server.address() as AddressInfo).port;
    return this.url;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async stop(): Promise<void> {
    const { server } = this;
    this.server = undefined;
    server?.closeAllConnections();
    await new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
  }

  private take(message: IncomingMessage, response: ServerResponse): void {
    let text = '';
    message.setEncoding('utf8');
    message.on('data', (chunk: string) => (text += chunk));
    message.on('error', () => undefined);
    message.on('end', () => {
      const { method = '', url = '', headers } = message;
      const body = jsonIn(text);
      const received = { method, path: url, headers, text, body };
      this.received.push(received);
      this.reaction(received, response, message);
    });
  }
}

/** Undefined if it is not JSON: some brokers take other formats. */
function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
