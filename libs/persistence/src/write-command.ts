import type { mongo } from 'mongoose';

export const DUPLICATE_KEY = 11000;

/**
 * MongoDB's reply to an unordered write: the number of effective writes, and the errors of the
 * others.
 */
export interface WriteReply {
  n: number;
  writeErrors: { index: number; code: number; errmsg: string }[];
  writeConcernError: object | null;
}

const FIELD = { insert: 'documents', update: 'updates' } as const;

/**
 * Sends one unordered write command. The driver's bulk operations measure and wrap every document,
 * which costs as much again as the write, and hide the server's reply behind an exception.
 *
 * @throws the driver's error if there is no reply, or if the whole command is refused
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
