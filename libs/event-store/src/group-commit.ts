import { Overloaded } from './faults';

interface Waiting<T, R> {
  item: T;
  resolve: (result: R | Promise<R>) => void;
  reject: (error: unknown) => void;
}

export interface GroupCommitOptions {
  maxBatch: number;
  maxInFlight: number;
  /** How many items may wait; more are refused at once. */
  maxWaiting: number;
  /** Called with the size of each batch. */
  observe?: (size: number) => void;
}

/**
 * Lets concurrent requests share one round trip: while a batch is under way the next one gathers. A
 * single request is written at once; under load batches grow.
 */
export class GroupCommit<T, R> {
  private waiting: Waiting<T, R>[] = [];
  private inFlight = 0;
  private scheduled = false;

  /**
   * @param write gives one result per item, in order, or none at all; a result that is a promise is
   * awaited by its item alone, a rejection fails the batch
   */
  constructor(
    private readonly write: (items: T[]) => Promise<[R] extends [void] ? void : (R | Promise<R>)[]>,
    private readonly options: GroupCommitOptions,
  ) {}

  /**
   * @param room how many may already wait for this one to be accepted
   * @throws Overloaded if more do
   */
  submit(item: T, room = this.options.maxWaiting): Promise<R> {
    if (this.waiting.length >= room) {
      return Promise.reject(new Overloaded(`${this.waiting.length} wait for the store already`));
    }
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, resolve, reject });
      this.schedule();
    });
  }

  /** After the current turn of the event loop, so that all requests read in it are together. */
  private schedule(): void {
    if (this.scheduled || this.inFlight >= this.options.maxInFlight) return;
    this.scheduled = true;
    setImmediate(() => {
      this.scheduled = false;
      this.pump();
    });
  }

  private pump(): void {
    while (this.waiting.length > 0 && this.inFlight < this.options.maxInFlight) {
      void this.flush(this.waiting.splice(0, this.options.maxBatch));
    }
  }

  private async flush(batch: Waiting<T, R>[]): Promise<void> {
    this.inFlight += 1;
    this.options.observe?.(batch.length);
    try {
      const results = await this.write(batch.map(({ item }) => item));
      batch.forEach(({ resolve }, index) => resolve((results as R[] | undefined)?.[index] as R));
    } catch (error) {
      batch.forEach(({ reject }) => reject(error));
    } finally {
      this.inFlight -= 1;
      if (this.waiting.length > 0) this.schedule();
    }
  }
}
