import type { INestApplicationContext } from '@nestjs/common';
import { IoAdapter } from '@nestjs/platform-socket.io';
import { LIVE_NAMESPACE } from '@ome/contracts';
import { connectSubscriber } from '@ome/messaging';
import { createAdapter } from '@socket.io/redis-adapter';
import type { Redis } from 'ioredis';
import type { Server, ServerOptions } from 'socket.io';

/** Subscriptions are short; longer messages are invalid. */
const MAX_MESSAGE_BYTES = 65_536;
/** Connections that have not joined a namespace by then are closed. */
const CONNECT_MS = 5_000;
const CHANNELS = 'ome:live';

/**
 * socket.io on the port of the API. Processes only tell each other about revoked keys through
 * Redis: without it each process finds out by itself.
 */
export class LiveSocketAdapter extends IoAdapter {
  private subscriber: Redis | undefined;

  constructor(
    app: INestApplicationContext,
    private readonly publisher: Redis,
    private readonly redisUrl: string,
  ) {
    super(app);
  }

  override createIOServer(port: number, options: ServerOptions): Server {
    const server: Server = super.createIOServer(port, {
      ...options,
      // Long polling would have to reach the same process each time.
      transports: ['websocket'],
      serveClient: false,
      // What asks for another upgrade is served elsewhere: see serveUpgrades.
      destroyUpgrade: false,
      maxHttpBufferSize: MAX_MESSAGE_BYTES,
      connectTimeout: CONNECT_MS,
    });
    // Every client could join the default namespace, without a key and forever.
    server.of('/').use((socket, next) => {
      next(new Error(`Connect to ${LIVE_NAMESPACE}`));
      setImmediate(() => socket.conn.close());
    });
    // Not before: an API that is refused to start has no server, and Nest disposes of none.
    this.subscriber ??= connectSubscriber(this.redisUrl);
    server.adapter(
      createAdapter(ignoringErrors(this.publisher), ignoringErrors(this.subscriber), {
        key: CHANNELS,
      }),
    );
    return server;
  }

  override async dispose(): Promise<void> {
    await super.dispose();
    this.subscriber?.disconnect();
  }
}

const ASYNC_CALLS = ['publish', 'subscribe', 'unsubscribe', 'psubscribe', 'punsubscribe'];

/** The socket.io adapter does not await these calls: without Redis each would end the process. */
function ignoringErrors(redis: Redis): Redis {
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
