import fastifyStatic from '@fastify/static';
import {
  type LiveClientEvents,
  LIVE_NAMESPACE,
  type LiveServerEvents,
  type OrderView,
} from '@ome/contracts';
import { type FastifyInstance, fastify } from 'fastify';
import { join } from 'node:path';
import { Server, type Socket } from 'socket.io';
import type { Replay } from './replay';

const TICK_MS = 25;

interface ListQuery {
  limit?: string;
  cursor?: string;
  open?: string;
}

/** The built console, and the API that it needs: from a recording, without an engine. */
export class ReplayServer {
  private constructor(
    private readonly app: FastifyInstance,
    private readonly sockets: Server<LiveClientEvents, LiveServerEvents>,
  ) {}

  /** @param perSecond items played from the first subscription on */
  static async start(replay: Replay, webDir: string, perSecond: number): Promise<ReplayServer> {
    const app = fastify({ forceCloseConnections: true });
    await app.register(fastifyStatic, {
      root: join(webDir, 'assets'),
      prefix: '/console/assets/',
    });
    app.get<{ Querystring: ListQuery }>('/orders', ({ query }) => ordersPage(replay, query));
    app.get<{ Querystring: ListQuery }>('/fills', ({ query }) => ({
      items: replay.newestFills(Number(query.limit)),
      nextCursor: null,
    }));
    app.get('/positions', () => ({ items: replay.positions(), nextCursor: null }));
    app.get('/*', (request, reply) => {
      const path = request.url.split('?')[0];
      const answer = replay.answer(path);
      if (answer !== undefined) return reply.send(answer);
      return path.startsWith('/console/')
        ? reply.sendFile('index.html', webDir)
        : reply.code(404).send();
    });
    const sockets = new Server<LiveClientEvents, LiveServerEvents>(app.server, {
      transports: ['websocket'],
      serveClient: false,
    });
    sockets.of(LIVE_NAMESPACE).on('connection', (socket) => {
      socket.on('subscribe', (_subscription, answer) => {
        answer({ cursor: replay.cursor });
        play(replay, socket, perSecond);
      });
    });
    await app.listen({ port: 0, host: '127.0.0.1' });
    return new ReplayServer(app, sockets);
  }

  get url(): string {
    return this.app.listeningOrigin;
  }

  async stop(): Promise<void> {
    await this.sockets.close();
    await this.app.close();
  }
}

/** As the API does it: the next batch once the last one was accepted. */
function play(
  replay: Replay,
  socket: Socket<LiveClientEvents, LiveServerEvents>,
  perSecond: number,
): void {
  const startedAt = performance.now();
  let sent = 0;
  let isTaken = true;
  const timer = setInterval(() => {
    const due = Math.floor(((performance.now() - startedAt) / 1_000) * perSecond) - sent;
    if (!isTaken || due === 0) return;
    const items = replay.play(due);
    sent += due;
    if (items.length === 0) return;
    isTaken = false;
    socket.emit('events', { items, cursor: replay.cursor }, () => {
      isTaken = true;
    });
  }, TICK_MS);
  socket.on('disconnect', () => clearInterval(timer));
}

/** The cursor is an index into the list: none is added while a recording is played. */
function ordersPage(replay: Replay, { limit, cursor, open }: ListQuery) {
  const from = Number(cursor ?? 0);
  const to = from + Number(limit);
  const orders = replay.orders();
  const wanted = ({ leavesQty }: OrderView) => open === undefined || leavesQty !== '0';
  const items = orders.slice(from, to).filter(wanted);
  return { items, nextCursor: to < orders.length ? String(to) : null };
}
