import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import type { LiveProblem } from '@ome/contracts';
import { covers, type Entitlement } from '@ome/domain';
import { mayDo, Metrics, Scope } from '@ome/platform';
import { Callers, type Credential } from '../auth/callers';
import { LiveFeed } from './live-feed';
import { type Deliver, LivePump } from './live-pump';

/** The check of open subscriptions; the cache of keys may add its own delay. */
const RECHECK_MS = 1_000;

const KEY_REVOKED: LiveProblem = {
  code: 'keyRevoked',
  detail: 'The API key or the session is no longer valid',
};
const SHUTDOWN: LiveProblem = {
  code: 'shutdown',
  detail: 'The engine is stopping: resume from the last cursor',
};

/** A connected client, which may have a subscription. */
export interface Subscriber {
  transport: 'socket' | 'stream';
  /** Null if the engine is open and nobody said who they are. */
  credential: Credential | null;
  /** The accounts and users whose orders it may see. */
  within: Entitlement;
  deliver: Deliver;
  /** Sends the last message and disconnects. */
  cut(problem: LiveProblem): void;
}

/** All subscribers of this process, each with its pump. */
@Injectable()
export class Subscribers implements OnModuleInit, OnModuleDestroy {
  private readonly pumps = new Map<Subscriber, LivePump | null>();
  private recheck: NodeJS.Timeout | undefined;

  constructor(
    private readonly feed: LiveFeed,
    private readonly callers: Callers,
    private readonly metrics: Metrics,
  ) {}

  onModuleInit(): void {
    this.recheck = setInterval(() => void this.checkKeys(), RECHECK_MS).unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.recheck);
    for (const subscriber of this.pumps.keys()) this.cut(subscriber, SHUTDOWN);
  }

  join(subscriber: Subscriber): void {
    this.pumps.set(subscriber, null);
    this.count(subscriber);
  }

  leave(subscriber: Subscriber): void {
    this.pumps.get(subscriber)?.stop();
    this.pumps.delete(subscriber);
    this.count(subscriber);
  }

  /** Replaces the previous subscription; does nothing if the subscriber has left. */
  serve(subscriber: Subscriber, rooms: ReadonlySet<string>, cursor: string): void {
    if (!this.pumps.has(subscriber)) return;
    this.pumps.get(subscriber)?.stop();
    const pump = new LivePump(this.feed, { rooms, within: subscriber.within }, cursor, (batch) =>
      subscriber.deliver(batch),
    );
    this.pumps.set(subscriber, pump);
    void pump.run().then((problem) => {
      if (problem) this.cut(subscriber, problem);
    });
  }

  /** Disconnects all subscribers with this key or session. */
  revoke(id: string): void {
    for (const subscriber of this.pumps.keys()) {
      if (subscriber.credential?.id === id) this.cut(subscriber, KEY_REVOKED);
    }
  }

  private cut(subscriber: Subscriber, problem: LiveProblem): void {
    if (!this.pumps.has(subscriber)) return;
    this.leave(subscriber);
    this.metrics.liveCuts.inc({ reason: problem.code });
    subscriber.cut(problem);
  }

  private async checkKeys(): Promise<void> {
    const given = [...this.pumps.keys()].flatMap(({ credential }) => credential ?? []);
    for (const credential of new Map(given.map((one) => [one.token, one])).values()) {
      const caller = await this.callers.identify(credential).catch(() => undefined);
      // Undefined if the store is down.
      if (caller === undefined) continue;
      if (!caller || !mayDo(caller.scopes, Scope.View)) this.revoke(credential.id);
      else this.cutWider(credential, caller.entitlement);
    }
  }

  /** Who may see less than before subscribes anew. */
  private cutWider({ id }: Credential, within: Entitlement): void {
    for (const subscriber of this.pumps.keys()) {
      const isTheirs = subscriber.credential?.id === id;
      if (isTheirs && !covers(within, subscriber.within)) this.cut(subscriber, KEY_REVOKED);
    }
  }

  private count({ transport }: Subscriber): void {
    const all = [...this.pumps.keys()].filter((other) => other.transport === transport);
    this.metrics.liveSubscribers.set({ transport }, all.length);
  }
}
