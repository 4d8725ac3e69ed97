import type { Page } from '@ome/contracts';
import type { Model } from 'mongoose';
import { decodeCursor, encodeCursor } from './page-cursor';

interface PageRequest<T> {
  filter: object;
  /** The time that the list is sorted by. */
  field: keyof T & string;
  cursor: string | null;
  limit: number;
}

/** A page of records sorted by one of their times, oldest first. */
export async function oldestFirst<T extends { _id: string }, V>(
  model: Model<T>,
  { filter, field, cursor, limit }: PageRequest<T>,
  view: (record: T) => V,
): Promise<Page<V>> {
  const found = (await model
    .find({ ...filter, ...afterCursor(field, cursor) })
    .sort({ [field]: 1, _id: 1 })
    .limit(limit + 1)
    .lean()) as T[];
  const records = found.slice(0, limit);
  const last = records.at(-1);
  const more = found.length > limit && last;
  return {
    items: records.map(view),
    nextCursor: more ? encodeCursor(String((last[field] as Date).getTime()), last._id) : null,
  };
}

function afterCursor(field: string, cursor: string | null): object {
  if (cursor === null) return {};
  const [time, _id] = decodeCursor(cursor, /^\d{1,15}$/, /^.{1,600}$/s);
  const at = new Date(Number(time));
  return { $or: [{ [field]: { $gt: at } }, { [field]: at, _id: { $gt: _id } }] };
}
