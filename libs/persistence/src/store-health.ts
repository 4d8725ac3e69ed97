import { StoreUnavailable } from '@ome/event-store';
import { type Connection, mongo } from 'mongoose';

/** NotWritablePrimary, NotPrimaryNoSecondaryOk, InterruptedDueToReplStateChange, PrimarySteppedDown. */
const NOT_PRIMARY = new Set<unknown>([10107, 13435, 11602, 189]);

/** Whether an error means that MongoDB is unreachable or has no primary, and may recover soon. */
export const isStoreUnavailable = (error: unknown): boolean =>
  error instanceof StoreUnavailable ||
  error instanceof mongo.MongoNetworkError ||
  error instanceof mongo.MongoServerSelectionError ||
  error instanceof mongo.MongoNotConnectedError ||
  foundNoConnection(error) ||
  (error instanceof mongo.MongoServerError &&
    (error.hasErrorLabel('RetryableWriteError') || NOT_PRIMARY.has(error.code)));

/** The driver does not export its class. */
export const foundNoConnection = (error: unknown): boolean =>
  error instanceof mongo.MongoDriverError && error.name === 'MongoWaitQueueTimeoutError';

/** Checks that the store has a primary that answers. */
export class StoreHealth {
  constructor(private readonly connection: Connection) {}

  async ping(): Promise<void> {
    await this.connection.db!.command({ ping: 1 }, { readPreference: 'primary' });
  }
}
