import { WebSocket } from 'ws';
import { isRow, type Row, textOf } from './flattrade-answer';

export interface FlattradeStreamOptions {
  url: string;
  uid: string;
  token: string;
  /** For the handshake. */
  timeoutMs: number;
  heartbeatMs?: number;
  /** After this long without a message the socket counts as dead. */
  silenceMs?: number;
}

export interface FlattradeStreamListener {
  /** Called once subscribed: from now on changes come as frames. */
  opened(): void;
  /** If it throws, the stream is cut: the books then show what was missed. */
  frame(row: Row): void;
  /** A message that is not JSON. */
  unreadable(text: string): void;
}

/** How a stream ended. */
export type StreamEnd =
  /** By the connection, by a second login of the same session, or because `stop` aborted. */
  | 'cut'
  /** The session has ended. */
  | 'refused';

const HEARTBEAT_MS = 30_000;
const SILENCE_MS = 75_000;

/**
 * Follows the order frames of one login, the only socket that Flattrade keeps open for it, until it
 * is cut or `stop` aborts. Never throws; Flattrade does not replay after a gap.
 */
export function listenForOrders(
  options: FlattradeStreamOptions,
  listener: FlattradeStreamListener,
  stop: AbortSignal,
): Promise<StreamEnd> {
  return new Promise((resolve) => {
    if (stop.aborted) return resolve('cut');
    const stream = new OrderStream(options, listener, (end) => {
      stop.removeEventListener('abort', close);
      resolve(end);
    });
    const close = (): void => stream.close();
    stop.addEventListener('abort', close);
  });
}

class OrderStream {
  private readonly socket: WebSocket;
  private heartbeat: NodeJS.Timeout | undefined;
  private silence: NodeJS.Timeout | undefined;
  private end: StreamEnd = 'cut';
  private opened = false;

  constructor(
    private readonly options: FlattradeStreamOptions,
    private readonly listener: FlattradeStreamListener,
    ended: (end: StreamEnd) => void,
  ) {
    const { url, timeoutMs } = options;
    this.socket = new WebSocket(url, { handshakeTimeout: timeoutMs, family: 4 });
    this.socket.on('open', () => this.logIn());
    this.socket.on('message', (data: Buffer) => this.onMessage(data.toString()));
    // A close follows the error and ends the stream.
    this.socket.on('error', () => undefined);
    this.socket.on('close', () => {
      clearInterval(this.heartbeat);
      clearTimeout(this.silence);
      ended(this.end);
    });
  }

  close(): void {
    this.socket.terminate();
  }

  private logIn(): void {
    const { uid, token } = this.options;
    this.resetSilenceTimer();
    this.send({ t: 'a', uid, actid: uid, source: 'API', accesstoken: token });
  }

  private onMessage(text: string): void {
    this.resetSilenceTimer();
    let message: unknown;
    try {
      message = JSON.parse(text);
    } catch {
      this.listener.unreadable(text);
      return;
    }
    try {
      if (isRow(message)) this.handle(message);
    } catch {
      this.close();
    }
  }

  private handle(message: Row): void {
    switch (textOf(message, 't')) {
      case 'ak':
        return this.acknowledged(textOf(message, 's')?.toUpperCase() === 'OK');
      case 'ok':
      case 'hk':
        return this.open();
      case 'om':
        this.open();
        return this.listener.frame(message);
      default:
        return;
    }
  }

  /** Flattrade leaves the socket of a refused login open. */
  private acknowledged(welcome: boolean): void {
    if (!welcome) {
      this.end = 'refused';
      return this.close();
    }
    const { uid, heartbeatMs = HEARTBEAT_MS } = this.options;
    this.send({ t: 'o', actid: uid });
    // The subscription is not answered, but the next request is, and then the subscription is
    // active.
    this.send({ t: 'h' });
    this.heartbeat = setInterval(() => this.send({ t: 'h' }), heartbeatMs);
  }

  private open(): void {
    if (this.opened) return;
    this.opened = true;
    this.listener.opened();
  }

  private resetSilenceTimer(): void {
    clearTimeout(this.silence);
    this.silence = setTimeout(() => this.close(), this.options.silenceMs ?? SILENCE_MS);
  }

  private send(message: object): void {
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(message));
  }
}
