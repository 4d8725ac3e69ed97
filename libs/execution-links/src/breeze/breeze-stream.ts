import type { BrokerOrder } from '@ome/domain';
import type { StreamListener } from '@ome/engine';
import { LRUCache } from 'lru-cache';
import { io, type Socket } from 'socket.io-client';
import type { BrokerLogin } from '../broker/broker-login';
import { type ReadSymbol, unreadable } from '../broker/read-rows';
import { isOrderFrame, namesOfFrame, parseFrame, type SaidFrame } from './breeze-frames';
import type { OfContract } from './breeze-rows';
import { type BreezeSessionParts, sessionParts } from './breeze-signature';
import type { CashFramePrices } from './cash-frame-prices';

export interface BreezeStreamOptions {
  /** The socket.io server; a path in the address is where socket.io listens. */
  streamUrl: string;
  /** For connecting and logging in. */
  timeoutMs: number;
  login: BrokerLogin;
  cashPrices: CashFramePrices;
  nameOf: (said: OfContract) => Promise<ReadSymbol>;
  withoutSecrets: (text: string) => string;
}

/** How the broker's own SDK names itself to the stream. */
const USER_AGENT = 'python-socketio[client]/socket';
const SOCKET_IO_PATH = '/socket.io';
const MAX_ORDERS = 10_000;
const REFUSED_LOGIN = /auth|token|session|unauthori[sz]ed|forbidden|\b40[13]\b/i;

/** Order notifications: one socket per session; the broker does not replay missed ones. */
export class BreezeStream {
  constructor(private readonly options: BreezeStreamOptions) {}

  /** Resolves when the socket is cut or refused, or `stop` aborts; the caller reconnects. */
  async listen(listener: StreamListener, stop: AbortSignal): Promise<void> {
    const token = this.options.login.current;
    const parts = token && sessionParts(token.token);
    if (!parts || stop.aborted) return;
    const socket = this.socket(parts);
    const frames = new FramesInOrder(this.options, listener);
    const over = new AbortController();
    const refusal = await new Promise<Error | null>((resolve) => {
      const end = () => resolve(null);
      stop.addEventListener('abort', end, { once: true, signal: over.signal });
      // A server may accept the socket and never answer the login.
      const timer = setTimeout(end, this.options.timeoutMs);
      over.signal.addEventListener('abort', () => clearTimeout(timer));
      socket.on('connect', () => {
        clearTimeout(timer);
        listener.opened();
      });
      socket.on('order', (frame: unknown) => frames.take(frame));
      socket.on('disconnect', end);
      socket.on('connect_error', resolve);
      socket.connect();
    });
    over.abort();
    socket.disconnect();
    await frames.drained();
    if (refusal && refusesLogin(refusal)) {
      // If the store is unavailable, the next call of any process meets the same refusal.
      await this.options.login.ended(token).catch(() => undefined);
    }
  }

  private socket({ userId, sessionKey }: BreezeSessionParts): Socket {
    const { streamUrl, timeoutMs } = this.options;
    const { origin, pathname } = new URL(streamUrl);
    return io(origin, {
      path: pathname === '/' ? SOCKET_IO_PATH : pathname,
      transports: ['websocket'],
      auth: { user: userId, token: sessionKey },
      extraHeaders: { 'User-Agent': USER_AGENT },
      timeout: timeoutMs,
      reconnection: false,
      forceNew: true,
      autoConnect: false,
    });
  }
}

/** Reports frames one at a time, and none that is older than one already reported. */
class FramesInOrder {
  private readonly sequences = new LRUCache<string, bigint>({ max: MAX_ORDERS });
  private last: Promise<void> = Promise.resolve();

  constructor(
    private readonly options: BreezeStreamOptions,
    private readonly listener: StreamListener,
  ) {}

  take(frame: unknown): void {
    if (!isOrderFrame(frame)) return;
    let said: SaidFrame;
    try {
      said = parseFrame(frame, this.options.cashPrices);
    } catch (error) {
      const { message } = error as Error;
      this.last = this.last.then(() => this.tellUnreadable(frame, message));
      return;
    }
    const { brokerOrderId } = said.order;
    const known = this.sequences.get(brokerOrderId);
    if (known !== undefined && said.sequence <= known) return;
    this.sequences.set(brokerOrderId, said.sequence);
    this.last = this.last.then(async () => this.listener.order(await this.bookOrder(said)));
  }

  drained(): Promise<void> {
    return this.last;
  }

  private async tellUnreadable(frame: unknown, why: string): Promise<void> {
    const { brokerOrderId, exchange, ...said } = namesOfFrame(frame);
    const symbol = said.stockCode === '' ? null : (await this.nameOf(said)).symbol;
    const names = { brokerOrderId, tag: null, exchange, symbol };
    const { withoutSecrets } = this.options;
    this.listener.unreadable(unreadable(frame, why, names, { kind: 'order', withoutSecrets }));
  }

  /** An order is identified by its number: news of it is reported even if its symbol is unknown. */
  private async bookOrder({ order, ...said }: SaidFrame): Promise<BrokerOrder> {
    return { ...order, ...(await this.nameOf(said)) };
  }

  private nameOf(said: OfContract): Promise<ReadSymbol> {
    return this.options
      .nameOf(said)
      .catch(() => ({ symbol: said.stockCode, symbolUnknown: true as const }));
  }
}

/** The server's own refusal, or an HTTP status in place of a socket. */
function refusesLogin(error: Error & { description?: unknown }): boolean {
  const { message, description } = error;
  const cause = (description as { message?: unknown } | null | undefined)?.message;
  return [message, cause].some((text) => typeof text === 'string' && REFUSED_LOGIN.test(text));
}
