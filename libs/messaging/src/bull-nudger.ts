import { linkQueue, NUDGE_JOB_VERSION, type NudgeJob } from '@ome/contracts';
import { type NudgedOrder, Nudger, type Urgency } from '@ome/engine';
import { Queue } from 'bullmq';

/** A job costs Redis and a worker as much whether it names one order or fifty. */
const GATHER_MS = 5;
/** Jobs that a queue may hold where no worker takes them; of urgent ones twice as many. */
const MOST_JOBS = 5_000;
const COUNT_EVERY_MS = 1_000;
/** Jobs on their way to Redis. */
const MOST_ON_THE_WAY = 1_000;

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
  /** How many jobs each queue held when they were counted last. */
  private readonly counted = new Map<string, { jobs: number; at: number }>();
  private onTheWay = 0;
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
    if (this.closed || !this.isUp() || this.onTheWay >= MOST_ON_THE_WAY) return;
    const queue = this.queue(route);
    if (this.jobsIn(route, queue) >= (urgent ? 2 : 1) * MOST_JOBS) return;
    const options = { lifo: urgent, removeOnComplete: true, removeOnFail: true };
    const job = { schemaVersion: NUDGE_JOB_VERSION, orderIds: [...orderIds], urgent };
    this.onTheWay += 1;
    queue
      .add('nudge', job, options)
      .catch(() => undefined)
      .finally(() => (this.onTheWay -= 1));
  }

  /** As of a moment ago; they are counted again every second. */
  private jobsIn(route: string, queue: Queue<NudgeJob>): number {
    const { jobs, at } = this.counted.get(route) ?? { jobs: 0, at: 0 };
    if (Date.now() - at >= COUNT_EVERY_MS) {
      this.counted.set(route, { jobs, at: Date.now() });
      queue
        .getWaitingCount()
        .then((count) => this.counted.set(route, { jobs: count, at: Date.now() }))
        .catch(() => undefined);
    }
    return jobs;
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
