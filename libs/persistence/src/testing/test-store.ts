import { randomBytes } from 'node:crypto';
import { applyEvent, type NewOrder, type Order, type OrderEvent } from '@ome/domain';
import { InstrumentNames } from '@ome/engine';
import { type Connection, createConnection, type Model, type mongo } from 'mongoose';
import { aNewOrder } from '../../../domain/test/builders';
import { beginFeed, MODELS, setUpStore } from '../collections';
import { storeOptions } from '../persistence.module';
import type { EventStoreOptions } from '../event-store/mongo-event-store';
import { MongoInstruments } from '../instruments/mongo-instruments';

/** Stores that this worker set up for an earlier spec and emptied after it. */
const emptied: string[] = [];

/**
 * A separate store for a spec, on the MongoDB of the test run. Emptying a store takes milliseconds,
 * creating one a second.
 */
export async function openTestStore(options: object = {}): Promise<Connection> {
  const url = emptied.pop();
  const connection = createConnection(url ?? testStoreUrl(), {
    ...storeOptions,
    ...options,
  });
  await connection.asPromise();
  if (url === undefined) {
    await setUpStore(connection);
  } else {
    for (const { name, schema } of MODELS) connection.model(name, schema);
    await beginFeed(connection);
  }
  return connection;
}

export function testStoreUrl(databaseName = `test-${randomBytes(6).toString('hex')}`): string {
  const url = new URL(process.env.MONGO_URL!);
  url.pathname = `/${databaseName}`;
  return url.href;
}

/** Releases a store and deletes its content. */
export async function dropTestStore(connection: Connection): Promise<void> {
  const collections = await connection.db!.collections();
  await Promise.all((await filled(collections)).map((each) => each.deleteMany({})));
  if (MODELS.every(({ name }) => isSetUp(connection.models[name], collections))) {
    emptied.push(testStoreUrl(connection.db!.databaseName));
  } else {
    await connection.dropDatabase();
  }
  await connection.close();
}

/** Those that hold anything, by one query: most of them are empty after most specs. */
async function filled(collections: mongo.Collection[]): Promise<mongo.Collection[]> {
  const [first, ...others] = collections;
  if (!first) return [];
  const named = ({ collectionName }: mongo.Collection) => [
    { $limit: 1 },
    { $project: { _id: 0, name: { $literal: collectionName } } },
  ];
  const united = others.map((each) => ({
    $unionWith: { coll: each.collectionName, pipeline: named(each) },
  }));
  const found = await first.aggregate([...named(first), ...united]).toArray();
  const names = new Set(found.map(({ name }) => name as string));
  return collections.filter(({ collectionName }) => names.has(collectionName));
}

const isSetUp = (model: Model<unknown>, collections: { collectionName: string }[]): boolean =>
  collections.some(({ collectionName }) => collectionName === model.collection.name);

/** Options of the journal of a test in which every history can be read. */
export const JOURNAL_OPTIONS: EventStoreOptions = {
  verdictTimeoutMs: 5_000,
  maxInFlight: 2,
  noteUnreadable: () => undefined,
};

export const anOrderId = (): string => randomBytes(12).toString('hex');

export const opening = (fields: Partial<NewOrder> = {}, at = new Date()): OrderEvent => {
  const orderId = fields.orderId ?? anOrderId();
  return { ...aNewOrder({ ...fields, orderId }), seq: 1, at, by: null, requestId: null };
};

export const anOrder = (fields: Partial<NewOrder> = {}, at = new Date()): Order =>
  applyEvent(null, opening(fields, at));

/** The instrument names of a store, whose master is mostly empty. */
export const namesOf = (db: mongo.Db): InstrumentNames =>
  new InstrumentNames(new MongoInstruments(db.collection('instruments'), () => '2026-01-02'));

/** The market day of a market in UTC. */
export const utcDay = (at: Date): string => at.toISOString().slice(0, 10);
