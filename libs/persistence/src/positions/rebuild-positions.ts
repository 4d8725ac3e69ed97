import { setTimeout as sleep } from 'node:timers/promises';
import type { Position } from '@ome/domain';
import type { PositionKey } from '@ome/engine';
import type { Connection, mongo } from 'mongoose';
import { FoundDifferences } from '../operations/found-differences';
import { inTransaction } from './mongo-position-projector';
import { type Keyed, keyOfFill, positionId } from './position.document';
import type { PositionStore } from './position-store';

/** Positions that are compared together. */
const BATCH = 1_000;

export interface PositionsReport {
  positions: number;
  /**
   * Positions that were missing, differed from their executions (closings included), or had no
   * execution or conversion, such as those under a former name of an instrument.
   */
  differences: FoundDifferences;
}

export interface RebuildPositionsOptions {
  timeZone: string;
  /** How long a fill booked meanwhile may take to reach its position. */
  graceMs: number;
  /** Differences found before, to which these are added. */
  differences?: FoundDifferences;
}

/**
 * Folds every position again from the read model of fills, and writes those that differ. It runs
 * after the rebuild of that read model.
 */
export async function rebuildPositions(
  connection: Connection,
  { timeZone, graceMs, differences = new FoundDifferences() }: RebuildPositionsOptions,
): Promise<PositionsReport> {
  const inStore = <T>(work: (store: PositionStore) => Promise<T>): Promise<T> =>
    inTransaction(connection, timeZone, work);
  const report: PositionsReport = { positions: 0, differences };
  for await (const keys of batches(allKeys(connection, inStore))) {
    report.positions += keys.length;
    const suspects: PositionKey[] = [];
    for (const key of keys) {
      const { kind } = await inStore((store) => compare(store, key));
      if (kind) suspects.push(key);
    }
    if (suspects.length > 0) await sleep(graceMs);
    for (const key of suspects) {
      const kind = await inStore((store) => correct(store, key));
      if (kind) differences.add({ collection: 'positions', _id: positionId(key), kind });
    }
  }
  return report;
}

async function* batches(keys: AsyncIterable<PositionKey>): AsyncGenerator<PositionKey[]> {
  let batch: PositionKey[] = [];
  for await (const key of keys) {
    batch.push(key);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

type InStore = <T>(work: (store: PositionStore) => Promise<T>) => Promise<T>;

/** The keys of all fills, of positions without fills, and of conversions without either. */
async function* allKeys({ db }: Connection, inStore: InStore): AsyncGenerator<PositionKey> {
  for await (const key of distinctKeys(db!.collection('fills'), 'product')) yield key;
  for await (const position of db!.collection<Keyed>('positions').find()) {
    const key = keyOfFill(position);
    if (!(await inStore((store) => store.hasFills(key)))) yield key;
  }
  const converted = db!.collection('conversion_events');
  for (const product of ['fromProduct', 'toProduct']) {
    for await (const key of distinctKeys(converted, product, { type: 'Converted' })) {
      if (!(await inStore((store) => store.isKnown(key)))) yield key;
    }
  }
}

async function* distinctKeys(
  collection: mongo.Collection,
  product: string,
  of: object = {},
): AsyncGenerator<PositionKey> {
  const named = { account: '$account', exchange: '$exchange', symbol: '$symbol', link: '$link' };
  const _id = { ...named, product: `$${product}` };
  const keys = collection.aggregate([{ $match: of }, { $group: { _id } }], { allowDiskUse: true });
  for await (const { _id: key } of keys) yield keyOfFill(key as mongo.Document);
}

async function compare(store: PositionStore, key: PositionKey) {
  const { stored, fold } = await store.refold(key);
  if (fold.closings.size === 0) {
    // Fills that were busted before the position saw them left nothing to store.
    if (!stored) return { kind: null, change: null };
    if (!(await store.hasFills(key))) return { kind: 'extra' as const, change: null };
  }
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

/** The fold sets the fields of both in the same order. */
const sameText = (one: Position | undefined, other: Position): boolean =>
  JSON.stringify(one) === JSON.stringify(other);
