import { mongo } from 'mongoose';

/** A spec may end before what its rig projects soon is written; anything else fails it. */
export function failedProjection(_orderId: string, error: unknown): void {
  if (!(error instanceof mongo.MongoClientClosedError)) throw error;
}
