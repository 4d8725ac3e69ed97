import { REDIS } from '@ome/messaging';
import { Inject, Injectable } from '@nestjs/common';
import type { MongoConnectivityView, RedisConnectivityView } from '@ome/contracts';
import { ReplicaSetStatus, StoreHealth } from '@ome/persistence';
import type { Redis } from 'ioredis';

const PATIENCE_MS = 1_000;

/** The state of MongoDB and Redis, seen from this process. */
@Injectable()
export class StoreConnectivity {
  constructor(
    private readonly store: StoreHealth,
    private readonly replicaSet: ReplicaSetStatus,
    @Inject(REDIS) private readonly redisClient: Redis,
  ) {}

  async mongodb(): Promise<MongoConnectivityView> {
    const ping = await timed(() => this.store.ping());
    const said = ping && (await timed(() => this.replicaSet.ask()));
    const unknown = { setName: null, primary: null, members: null, oplogWindowSeconds: null };
    return {
      state: ping ? 'up' : 'down',
      latencyMs: ping && ping.tookMs,
      ...(said ? said.answer : unknown),
    };
  }

  async redis(): Promise<RedisConnectivityView> {
    const ping = await timed(() => this.redisClient.ping());
    const said = ping && (await timed(() => this.redisClient.info()));
    const number = (name: string): number | null => said && numberIn(said.answer, name);
    return {
      state: ping ? 'up' : 'down',
      latencyMs: ping && ping.tookMs,
      usedMemoryBytes: number('used_memory'),
      // Redis reports 0 if there is no limit.
      maxMemoryBytes: number('maxmemory') || null,
      connectedClients: number('connected_clients'),
    };
  }
}

function numberIn(info: string, name: string): number | null {
  const [, digits] = new RegExp(`^${name}:(\\d+)\\r?$`, 'm').exec(info) ?? [];
  return digits === undefined ? null : Number(digits);
}

/** Null if there is no answer in time. */
async function timed<T>(question: () => Promise<T>): Promise<{ answer: T; tookMs: number } | null> {
  const begunAt = performance.now();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), PATIENCE_MS);
  });
  const answered = question().then(
    (answer) => ({ answer, tookMs: Number((performance.now() - begunAt).toFixed(2)) }),
    () => null,
  );
  return Promise.race([answered, late]).finally(() => clearTimeout(timer));
}
