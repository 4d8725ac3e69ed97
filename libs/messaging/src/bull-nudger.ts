import { linkQueue, NUDGE_JOB_VERSION, type NudgeJob } from '@ome/contracts';
import { type NudgedOrder, Nudger, type Urgency } from '@ome/engine';
import { Queue } from 'bullmq';

/** A job costs the same whether it contains one order or fifty. */
const GATHER_MS = 5;
/** The most jobs in a queue that no worker consumes; twice as many urgent ones. */
const MAX_JOBS = 5_000;
const COUNT_EVERY_MS = 1_000;
/** The most jobs in flight to Redis. */
const MAX_IN_FLIGHT = 1_000;

interface Gathering {
  orderIds: Set<string>;
  urgent: boolean;
}

/**
 * One BullMQ queue per link and broker session; orders accepted together share a job. A job is a
 * hint: if Redis does not accept it, the sweeper finds the orders in MongoDB.
 */
export class BullNudger extends Nudger {
  private readonly queues = new Map<string, Queue<NudgeJob>>();
  private readonly gathered = new Map<string, Gathering>();
  /** The last known number of jobs of each queue. */
  private readonly counted = new Map<string, { jobs: number; at: number }>();
  private onTheWay = 0;
  private closed = false;

  /**
   * @param routeOf the queue of an order; undefined if no session serves its account
   * @param isUp whether Redis is connected; while it is not, no jobs are kept for it
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
    if (this.closed || !this.isUp() || this.onTheWay >= MAX_IN_FLIGHT) return;
    const queue = this.queue(route);
    if (this.jobsIn(route, queue) >= (urgent ? 2 : 1) * MAX_JOBS) return;
    const options = { lifo: urgent, removeOnComplete: true, removeOnFail: true };
    const job = { schemaVersion: NUDGE_JOB_VERSION, orderIds: [...orderIds], urgent };
    this.onTheWay += 1;
    queue
      .add('nudge', job, options)
      .catch(() => undefined)
      .finally(() => (this.onTheWay -= 1));
  }

  /** A recent count; it is renewed every second. */
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
