import type { mongo } from 'mongoose';

export const DUPLICATE_KEY = 11000;

/** MongoDB's own answer to an unordered write: how many took effect, and which did not and why. */
export interface WriteReply {
  n: number;
  writeErrors: { index: number; code: number; errmsg: string }[];
  writeConcernError: object | null;
}

const FIELD = { insert: 'documents', update: 'updates' } as const;

/**
 * Sends one unordered write command. The driver's bulk operations measure and wrap every document,
 * which costs as much again as writing it, and hide the server's answer behind an exception.
 *
 * @throws what the driver throws where there is no answer, or one that refuses the whole command
 */
export async function writeCommand(
  { db, collectionName }: { db: mongo.Db; collectionName: string },
  command: keyof typeof FIELD,
  writes: object[],
  writeConcern: mongo.WriteConcernSettings,
): Promise<WriteReply> {
  const reply = await db.command({
    [command]: collectionName,
    ordered: false,
    [FIELD[command]]: writes,
    writeConcern,
  });
  const { n, writeErrors = [], writeConcernError = null } = reply as Partial<WriteReply>;
  return { n: n ?? 0, writeErrors, writeConcernError };
}
