import { PassThrough } from 'node:stream';
import type { Entitlement } from '@ome/domain';
import type { LiveBatch, LiveProblem } from '@ome/contracts';
import type { Subscriber } from '../live/subscribers';

/** Proxies close what says nothing for longer, and readers can tell that the engine is there. */
const HEARTBEAT_MS = 15_000;
const RECONNECT_MS = 1_000;
/** For reading the last word; whoever does not is closed on. */
const FAREWELL_MS = 5_000;

/** A subscriber that reads server-sent events; `body` is what the answer consists of. */
export class EventStream implements Subscriber {
  readonly transport = 'stream';
  readonly body = new PassThrough();

  constructor(
    readonly key: Subscriber['key'],
    readonly within: Entitlement,
    cursor: string,
  ) {
    // The id alone is no event, but where a reader goes on that was cut off before the first one.
    this.body.write(`retry: ${RECONNECT_MS}\nid: ${cursor}\n\n`);
    const heartbeat = setInterval(() => {
      if (!this.body.writableNeedDrain) this.body.write(': alive\n\n');
    }, HEARTBEAT_MS).unref();
    this.body.once('close', () => clearInterval(heartbeat));
    this.body.on('error', () => undefined);
  }

  /** Taken is what has left for the reader's side of the connection. */
  async deliver({ items, cursor }: LiveBatch): Promise<void> {
    const events = items.map((item) => `id: ${item.cursor}\ndata: ${JSON.stringify(item)}\n\n`);
    // Behind events that are not for this reader.
    if (items.at(-1)?.cursor !== cursor) events.push(`id: ${cursor}\n\n`);
    if (this.body.write(events.join(''))) return;
    await new Promise<void>((resolve) => this.body.once('drain', resolve));
  }

  cut(problem: LiveProblem): void {
    this.body.end(`event: cut\ndata: ${JSON.stringify(problem)}\n\n`);
    const farewell = setTimeout(() => this.body.destroy(), FAREWELL_MS).unref();
    this.body.once('close', () => clearTimeout(farewell));
  }
}
