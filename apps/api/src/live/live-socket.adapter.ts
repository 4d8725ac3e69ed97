import type { INestApplicationContext } from '@nestjs/common';
import { IoAdapter } from '@nestjs/platform-socket.io';
import { LIVE_NAMESPACE } from '@ome/contracts';
import { connectSubscriber } from '@ome/messaging';
import { createAdapter } from '@socket.io/redis-adapter';
import type { Redis } from 'ioredis';
import type { Server, ServerOptions } from 'socket.io';

/** Subscriptions are short; whoever sends more than this sends nonsense. */
const MAX_MESSAGE_BYTES = 65_536;
/** By then it is known whether somebody may listen; whoever has joined nothing is closed on. */
const CONNECT_MS = 5_000;
const CHANNELS = 'ome:live';

/**
 * socket.io on the API's own port. Redis carries between processes which keys were revoked, and
 * nothing else: without it each process finds out by itself.
 */
export class LiveSocketAdapter extends IoAdapter {
  private readonly subscriber: Redis;

  constructor(
    app: INestApplicationContext,
    private readonly publisher: Redis,
    redisUrl: string,
  ) {
    super(app);
    this.subscriber = connectSubscriber(redisUrl);
  }

  override createIOServer(port: number, options: ServerOptions): Server {
    const server: Server = super.createIOServer(port, {
      ...options,
      // A long poll would have to come back to the same process.
      transports: ['websocket'],
      serveClient: false,
      maxHttpBufferSize: MAX_MESSAGE_BYTES,
      connectTimeout: CONNECT_MS,
    });
    // Every client may join this one, with no key and for ever.
    server.of('/').use((socket, next) => {
      next(new Error(`There is nothing here; connect to ${LIVE_NAMESPACE}`));
      setImmediate(() => socket.conn.close());
    });
    server.adapter(createAdapter(calm(this.publisher), calm(this.subscriber), { key: CHANNELS }));
    return server;
  }

  override async dispose(): Promise<void> {
    await super.dispose();
    this.subscriber.disconnect();
  }
}

const ASYNC_CALLS = ['publish', 'subscribe', 'unsubscribe', 'psubscribe', 'punsubscribe'];

/** The adapter of socket.io awaits none of these: without Redis each would end the process. */
function calm(redis: Redis): Redis {
  return new Proxy(redis, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      const call = value.bind(target) as (...parameters: unknown[]) => unknown;
      if (!ASYNC_CALLS.includes(String(name))) return call;
      return (...parameters: unknown[]) =>
        Promise.resolve(call(...parameters)).catch(() => undefined);
    },
  });
}
