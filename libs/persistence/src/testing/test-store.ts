import { randomBytes } from 'node:crypto';
import { applyEvent, type NewOrder, type Order, type OrderEvent } from '@ome/domain';
import { InstrumentNames } from '@ome/engine';
import { type Connection, createConnection, type mongo } from 'mongoose';
import { aNewOrder } from '../../../domain/test/builders';
import { setUpStore } from '../collections';
import { MongoInstruments } from '../instruments/mongo-instruments';

/** A store of its own for a spec, on the MongoDB of the test run. */
export async function openTestStore(options: object = {}): Promise<Connection> {
  const connection = createConnection(testStoreUrl(), {
    autoCreate: false,
    autoIndex: false,
    ...options,
  });
  await connection.asPromise();
  await setUpStore(connection);
  return connection;
}

export function testStoreUrl(): string {
  const url = new URL(process.env.MONGO_URL!);
  url.pathname = `/test-${randomBytes(6).toString('hex')}`;
  return url.href;
}

export async function dropTestStore(connection: Connection): Promise<void> {
  await connection.dropDatabase();
  await connection.close();
}

export const anOrderId = (): string => randomBytes(12).toString('hex');

export const opening = (fields: Partial<NewOrder> = {}, at = new Date()): OrderEvent => {
  const orderId = fields.orderId ?? anOrderId();
  return { ...aNewOrder({ ...fields, orderId }), seq: 1, at, by: null, requestId: null };
};

export const anOrder = (fields: Partial<NewOrder> = {}, at = new Date()): Order =>
  applyEvent(null, opening(fields, at));

/** By the instrument master of a store, mostly an empty one. */
export const namesOf = (db: mongo.Db): InstrumentNames =>
  new InstrumentNames(new MongoInstruments(db.collection('instruments'), () => '2026-01-02'));
