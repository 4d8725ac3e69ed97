import { setTimeout as sleep } from 'node:timers/promises';
import type { Position } from '@ome/domain';
import type { PositionKey } from '@ome/engine';
import type { Connection } from 'mongoose';
import { inTransaction } from './mongo-position-book';
import { type Keyed, keyOfFill, positionId } from './position.document';
import type { PositionStore } from './position-store';

export interface PositionsReport {
  positions: number;
  /**
   * Ids of positions that were missing, or different from their executions, closings included, or
   * that no execution or conversion is of: those of an instrument that was known by another name.
   */
  differences: { _id: string; kind: 'missing' | 'different' | 'extra' }[];
}

export interface RebuildPositionsOptions {
  timeZone: string;
  /** How long a fill that was booked meanwhile may take to its position. */
  graceMs: number;
}

/**
 * Folds every position anew from the read model of fills, and writes those that differ. It is run
 * after that was rebuilt itself.
 */
export async function rebuildPositions(
  connection: Connection,
  { timeZone, graceMs }: RebuildPositionsOptions,
): Promise<PositionsReport> {
  const keys = await allKeys(connection);
  const suspects: PositionKey[] = [];
  for (const key of keys) {
    const { kind } = await inTransaction(connection, timeZone, (store) => compare(store, key));
    if (kind) suspects.push(key);
  }
  if (suspects.length > 0) await sleep(graceMs);
  const report: PositionsReport = { positions: keys.length, differences: [] };
  for (const key of suspects) {
    const kind = await inTransaction(connection, timeZone, (store) => correct(store, key));
    if (kind) report.differences.push({ _id: positionId(key), kind });
  }
  return report;
}

/** Of all fills, and of positions that have none. */
async function allKeys({ db }: Connection): Promise<PositionKey[]> {
  const fields = ['account', 'exchange', 'symbol', 'product', 'link'];
  const _id = Object.fromEntries(fields.map((field) => [field, `$${field}`]));
  const ofFills = db!.collection('fills').aggregate([{ $group: { _id } }], { allowDiskUse: true });
  const keys = new Map<string, PositionKey>();
  const add = (document: object): void => {
    const key = keyOfFill(document);
    keys.set(positionId(key), key);
  };
  for await (const { _id: found } of ofFills) add(found as object);
  for await (const moved of db!.collection('conversion_events').find({ type: 'Converted' })) {
    add({ ...moved, product: moved.fromProduct as string | null });
    add({ ...moved, product: moved.toProduct as string | null });
  }
  for await (const position of db!.collection<Keyed>('positions').find()) add(position);
  return [...keys.values()];
}

async function compare(store: PositionStore, key: PositionKey) {
  const { stored, fold } = await store.refold(key);
  const isOfNothing = fold.closings.size === 0 && !(await store.hasFills(key));
  if (stored && isOfNothing) return { kind: 'extra' as const, change: null };
  const closings = await store.closings(key);
  const gone = [...closings.keys()].filter((day) => !fold.closings.has(day));
  const isSame =
    stored !== null &&
    sameText(stored.position, fold.position) &&
    gone.length === 0 &&
    [...fold.closings].every(([day, closing]) => sameText(closings.get(day), closing));
  const kind = isSame ? null : stored ? ('different' as const) : ('missing' as const);
  return { kind, change: { key, before: stored, fold, from: '', gone } };
}

async function correct(store: PositionStore, key: PositionKey) {
  const { kind, change } = await compare(store, key);
  if (kind && change) await store.write([change]);
  if (kind === 'extra') await store.remove(key);
  return kind;
}

/** Both have their fields in the order in which the fold sets them. */
const sameText = (one: Position | undefined, other: Position): boolean =>
  JSON.stringify(one) === JSON.stringify(other);
