import { TradePost, type TradePostMessage } from '@ome/engine';
import { Pool } from 'undici';
import { wireNumber, wireOrder, wireStamp, wireState, wireText } from '../wire';

export interface HttpTradePostOptions {
  url: string;
  timeoutMs: number;
  timeZone: string;
}

/** Trade post management of wire format 4. */
export class HttpTradePost extends TradePost {
  private readonly pool: Pool;
  private readonly path: string;

  constructor(private readonly options: HttpTradePostOptions) {
    super();
    const url = new URL(options.url);
    this.path = `${url.pathname}${url.search}`;
    const { timeoutMs } = options;
    this.pool = new Pool(url.origin, {
      connections: 16,
      connect: { timeout: timeoutMs },
      headersTimeout: timeoutMs,
      bodyTimeout: timeoutMs,
    });
  }

  async deliver(message: TradePostMessage): Promise<void> {
    const response = await this.pool.request({
      method: 'POST',
      path: this.path,
      headers: { 'content-type': 'application/json' },
      body: wireText(tradePostBody(message, this.options.timeZone)),
    });
    const text = await response.body.text();
    if (response.statusCode >= 300 || !taken(text)) {
      throw new Error(`Trade post answered ${response.statusCode}: ${text.slice(0, 200)}`);
    }
  }

  async close(): Promise<void> {
    await this.pool.close();
  }
}

function taken(text: string): boolean {
  try {
    return (JSON.parse(text) as { success?: unknown } | null)?.success === true;
  } catch {
    return false;
  }
}

export function tradePostBody({ event }: TradePostMessage, timeZone: string) {
  const { order, fill } = event;
  return {
    ...wireOrder(order, timeZone),
    state: wireState(order.ordStatus),
    fill: {
      price: wireNumber(fill!.price),
      qtydone: wireNumber(fill!.quantity),
      exchange_id: fill!.exchange,
      exchange_stamp: wireStamp(new Date(fill!.at), timeZone),
      fill_id: fill!.execId,
    },
    LTP: wireNumber(fill!.price),
  };
}
