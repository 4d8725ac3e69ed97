import { Overloaded } from './faults';

const MAX_WAITING = 10_000;

/**
 * Runs work of the same key in sequence, and of different keys in parallel. It keeps at most one
 * uncommitted event per order in this process, so that sequence numbers have no gaps.
 */
export class KeyedQueue {
  private readonly tails = new Map<string, Promise<unknown>>();
  private waiting = 0;

  /** @param maxWaiting how many may wait for earlier work of their key, all keys together */
  constructor(private readonly maxWaiting = MAX_WAITING) {}

  /** @throws Overloaded if too many wait; the work is not started then */
  run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = this.tails.get(key);
    if (before && this.waiting >= this.maxWaiting) {
      return Promise.reject(new Overloaded(`${this.waiting} wait for their turn already`));
    }
    const result = before ? this.runAfter(before, work) : work();
    this.tails.set(key, result);
    const leave = (): void => {
      if (this.tails.get(key) === result) this.tails.delete(key);
    };
    result.then(leave, leave);
    return result;
  }

  private runAfter<T>(before: Promise<unknown>, work: () => Promise<T>): Promise<T> {
    this.waiting += 1;
    const turn = (): Promise<T> => {
      this.waiting -= 1;
      return work();
    };
    return before.then(turn, turn);
  }
}
