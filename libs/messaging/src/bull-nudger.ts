import { linkQueue, NUDGE_JOB_VERSION, type NudgeJob } from '@ome/contracts';
import { type NudgedOrder, Nudger, type Urgency } from '@ome/engine';
import { Queue } from 'bullmq';

/** A job costs Redis and a worker as much whether it names one order or fifty. */
const GATHER_MS = 5;

interface Gathering {
  orderIds: Set<string>;
  urgent: boolean;
}

/**
 * One BullMQ queue per link and broker session; orders that are accepted together share a job. A job is a hint, so
 * one that Redis does not take is forgotten: the sweeper finds what it meant in MongoDB.
 */
export class BullNudger extends Nudger {
  private readonly queues = new Map<string, Queue<NudgeJob>>();
  private readonly gathered = new Map<string, Gathering>();
  private closed = false;

  /**
   * @param routeOf the queue of an order; undefined where no session serves its account
   * @param isUp whether Redis takes anything; while it does not, nothing is piled up for it
   */
  constructor(
    private readonly redisUrl: string,
    private readonly routeOf: (order: NudgedOrder) => string | undefined,
    private readonly isUp: () => boolean,
  ) {
    super();
  }

  nudge(order: NudgedOrder, urgency: Urgency = 'normal'): void {
    const route = this.routeOf(order);
    if (route === undefined) return;
    const { orderId } = order;
    const key = `${route}:${urgency}`;
    const waiting = this.gathered.get(key);
    if (waiting) {
      waiting.orderIds.add(orderId);
      return;
    }
    const gathering = { orderIds: new Set([orderId]), urgent: urgency === 'urgent' };
    this.gathered.set(key, gathering);
    setTimeout(() => {
      this.gathered.delete(key);
      this.add(route, gathering);
    }, GATHER_MS);
  }

  async close(): Promise<void> {
    this.closed = true;
    await Promise.all([...this.queues.values()].map((queue) => queue.close()));
  }

  private add(route: string, { orderIds, urgent }: Gathering): void {
    if (this.closed || !this.isUp()) return;
    const options = { lifo: urgent, removeOnComplete: true, removeOnFail: true };
    const job = { schemaVersion: NUDGE_JOB_VERSION, orderIds: [...orderIds], urgent };
    this.queue(route)
      .add('nudge', job, options)
      .catch(() => undefined);
  }

  private queue(route: string): Queue<NudgeJob> {
    const known = this.queues.get(route);
    if (known) return known;
    const queue = new Queue<NudgeJob>(linkQueue(route), {
      connection: { url: this.redisUrl, enableOfflineQueue: false, maxRetriesPerRequest: 1 },
    });
    // Without a listener, a lost connection would end the process.
    queue.on('error', () => undefined);
    this.queues.set(route, queue);
    return queue;
  }
}
