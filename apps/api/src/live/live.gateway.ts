import { Inject } from '@nestjs/common';
import {
  type OnGatewayConnection,
  type OnGatewayDisconnect,
  type OnGatewayInit,
  WebSocketGateway,
} from '@nestjs/websockets';
import {
  type LiveBatch,
  type LiveClientEvents,
  LIVE_NAMESPACE,
  type LiveProblem,
  type LiveServerEvents,
} from '@ome/contracts';
import { type Entitlement, EVERYTHING } from '@ome/domain';
import { isOpen, mayDo, Scope, type Settings, SETTINGS } from '@ome/platform';
import type { Namespace, Socket } from 'socket.io';
import type { IncomingHttpHeaders } from 'node:http';
import { lackText } from '../auth/caller.guard';
import { Callers, type Credential, credentialOf, keyCredential } from '../auth/callers';
import { CURSOR } from '../events/cursor';
import { crossSiteFault, foreignPageFault } from '../http/cross-site';
import { RateLimit } from '../http/rate-limit';
import { LiveFeed } from './live-feed';
import { roomsOf, ROOM_RULE } from './rooms';
import { type Subscriber, Subscribers } from './subscribers';

/** Events between processes of the API, through Redis. */
interface ProcessEvents {
  keyRevoked: (id: string) => void;
}

interface SocketData {
  credential: Subscriber['credential'];
  /** Who it is, for their limit of requests. */
  by: string | null;
  within: Entitlement;
  subscriber: Subscriber;
  /** The subscription that is under way, or the last one that waits for it. */
  next: (() => Promise<void>) | null;
}

type LiveNamespace = Namespace<LiveClientEvents, LiveServerEvents, ProcessEvents, SocketData>;
type LiveSocket = Socket<LiveClientEvents, LiveServerEvents, ProcessEvents, SocketData>;
type Outcome = Parameters<Parameters<LiveClientEvents['subscribe']>[1]>[0];

const refusal = (code: LiveProblem['code'], detail: string) => ({ problem: { code, detail } });

/** The live feed over socket.io, with one subscription per connection. */
@WebSocketGateway({ namespace: LIVE_NAMESPACE })
export class LiveGateway implements OnGatewayInit, OnGatewayConnection, OnGatewayDisconnect {
  private namespace!: LiveNamespace;

  constructor(
    private readonly feed: LiveFeed,
    private readonly subscribers: Subscribers,
    private readonly callers: Callers,
    private readonly rateLimit: RateLimit,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  afterInit(namespace: LiveNamespace): void {
    this.namespace = namespace;
    namespace.on('keyRevoked', (id) => this.subscribers.revoke(id));
    namespace.use((socket, next) => {
      this.admit(socket).then(
        (fault) => {
          // The client tries again by itself where it is told nothing else.
          if (this.asksTooOften(socket)) next(new Error('Too many connections a second'));
          else next(fault ? Object.assign(new Error(fault.detail), { data: fault }) : undefined);
        },
        () => next(new Error('The API keys cannot be read at the moment')),
      );
    });
  }

  handleConnection(socket: LiveSocket): void {
    const { credential, within } = socket.data;
    const subscriber: Subscriber = {
      transport: 'socket',
      credential,
      within,
      deliver: (batch: LiveBatch) =>
        new Promise<void>((resolve) => socket.emit('events', batch, resolve)),
      cut: (problem) => {
        socket.emit('cut', problem);
        socket.disconnect(true);
        if (problem.code === 'keyRevoked' && credential) {
          this.namespace.serverSideEmit('keyRevoked', credential.id);
        }
      },
    };
    socket.data.subscriber = subscriber;
    socket.data.next = null;
    this.subscribers.join(subscriber);
    socket.on('subscribe', (subscription: unknown, answer: unknown) => {
      this.subscribeNext(socket, async () => {
        const outcome = await this.subscribe(socket, subscription);
        if (outcome && typeof answer === 'function') (answer as (given: Outcome) => void)(outcome);
      });
    });
  }

  handleDisconnect(socket: LiveSocket): void {
    socket.data.next = null;
    this.subscribers.leave(socket.data.subscriber);
  }

  /** Null if the connection is accepted. */
  private async admit({ handshake, data }: LiveSocket): Promise<LiveProblem | null> {
    const { headers } = handshake;
    const key: unknown = handshake.auth.apiKey ?? null;
    data.credential = null;
    data.by = null;
    data.within = EVERYTHING;
    if (key !== null && typeof key !== 'string') return forbidden(INVALID);
    const credential = key === null ? credentialOf(headers) : keyCredential(key);
    if (credential?.kind === 'session') {
      const fault = foreignPageFault({ method: 'GET', headers }, 'With a session cookie');
      if (fault !== null) return forbidden(fault);
    }
    const caller = credential && (await this.callers.identify(credential));
    if (!caller) return this.admitNobody(credential, headers);
    if (!mayDo(caller.scopes, Scope.View)) return forbidden(lackText(caller, Scope.View));
    data.credential = credential;
    data.by = caller.by;
    data.within = caller.entitlement;
    return null;
  }

  /** Only while the engine is open, and only its own pages. */
  private admitNobody(
    credential: Credential | null,
    headers: IncomingHttpHeaders,
  ): LiveProblem | null {
    if (credential?.kind === 'key') return forbidden(INVALID);
    const isOurs = crossSiteFault({ method: 'GET', headers }) === null;
    if (isOpen(this.settings) && isOurs) return null;
    return forbidden(credential ? 'The session has ended' : 'Send an API key as auth.apiKey');
  }

  /** One at a time, and of those that wait the last one: each may have to read the feed. */
  private subscribeNext({ data }: LiveSocket, subscribe: () => Promise<void>): void {
    const isUnderWay = data.next !== null;
    data.next = subscribe;
    if (!isUnderWay) void this.subscribeAll(data);
  }

  private async subscribeAll(data: SocketData): Promise<void> {
    for (let latest = data.next; latest; latest = data.next === latest ? null : data.next) {
      await latest();
    }
    data.next = null;
  }

  private asksTooOften({ handshake, data }: LiveSocket): boolean {
    const forwarded = this.settings.TRUST_PROXY && handshake.headers['x-forwarded-for'];
    const address = String(forwarded || handshake.address).split(',', 1)[0];
    return this.rateLimit.exceeded({ by: data.by, address }) !== null;
  }

  /** Null where the store is away, and the connection closed. */
  private async subscribe(socket: LiveSocket, given: unknown): Promise<Outcome | null> {
    const { rooms, after } = (given ?? {}) as { rooms?: unknown; after?: unknown };
    const wanted = roomsOf(rooms);
    if (!wanted) return refusal('invalid', `rooms ${ROOM_RULE}, one to a hundred of them`);
    const cursor = after ?? null;
    if (cursor !== null && !(typeof cursor === 'string' && CURSOR.test(cursor))) {
      return refusal('invalid', 'after is not a valid cursor: send one that this API returned');
    }
    try {
      const start = await this.feed.begin(cursor);
      // The answer must be sent before the first batch.
      setImmediate(() => this.subscribers.serve(socket.data.subscriber, wanted, start));
      return { cursor: start };
    } catch (error) {
      const problem = await this.feed.problemOf(error).catch(() => null);
      if (problem) return { problem };
      // The store is down; the client reconnects by itself.
      socket.disconnect(true);
      return null;
    }
  }
}

const INVALID = 'The API key is not valid';

const forbidden = (detail: string): LiveProblem => ({ code: 'forbidden', detail });
