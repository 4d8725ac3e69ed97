import { linkQueue, type NudgeJob } from '@ome/contracts';
import { Nudger } from '@ome/engine';
import { Queue } from 'bullmq';

const GATHER_MS = 2;

/**
 * One BullMQ queue per link; orders that are accepted together share a job. A job is a hint, so
 * one that Redis does not take is forgotten: the sweeper finds what it meant in MongoDB.
 */
export class BullNudger extends Nudger {
  private readonly queues = new Map<string, Queue<NudgeJob>>();
  private readonly gathered = new Map<string, Set<string>>();

  constructor(private readonly redisUrl: string) {
    super();
  }

  nudge(link: string, orderId: string): void {
    const waiting = this.gathered.get(link);
    if (waiting) {
      waiting.add(orderId);
      return;
    }
    this.gathered.set(link, new Set([orderId]));
    setTimeout(() => this.flush(link), GATHER_MS);
  }

  async close(): Promise<void> {
    await Promise.all([...this.queues.values()].map((queue) => queue.close()));
  }

  private flush(link: string): void {
    const orderIds = [...(this.gathered.get(link) ?? [])];
    this.gathered.delete(link);
    this.queue(link)
      .add('nudge', { orderIds }, { removeOnComplete: true, removeOnFail: true })
      .catch(() => undefined);
  }

  private queue(link: string): Queue<NudgeJob> {
    const known = this.queues.get(link);
    if (known) return known;
    const queue = new Queue<NudgeJob>(linkQueue(link), {
      connection: { url: this.redisUrl, enableOfflineQueue: false, maxRetriesPerRequest: 1 },
    });
    // Without a listener, a lost connection would end the process.
    queue.on('error', () => undefined);
    this.queues.set(link, queue);
    return queue;
  }
}
