import { foldBasket, foldOrder } from '@ome/domain';
import { inBatches, type NoteUnreadable } from '@ome/event-store';
import { mongo } from 'mongoose';
import { basketDocument } from './baskets/basket.document';
import { BASKET_STREAM } from './baskets/basket-stream';
import { recordedHistories } from './event-store/recorded-history';
import { fillDocuments } from './fills/fill.document';
import { ORDER_STREAM } from './journal/order-stream';
import { FoundDifferences } from './operations/found-differences';
import { orderDocument } from './orders/order.document';
import { DUPLICATE_KEY } from './write-command';

const BATCH = 500;

export interface RebuildReport {
  orders: number;
  fills: number;
  events: number;
  /** Documents that were missing, differed from the fold, or had no order in the journal. */
  differences: FoundDifferences;
  /** Histories that could not be folded; their read models are left unchanged. */
  unreadable: number;
}

interface Keyed extends mongo.Document {
  _id: string;
  version: number;
}

/**
 * Folds the whole journal and writes every read model that differs. Events written meanwhile are
 * left to their own projection: a document newer than the fold is correct.
 *
 * @param noteUnreadable called with each history that cannot be folded; the report only counts them
 */
export async function rebuild(
  db: mongo.Db,
  noteUnreadable: NoteUnreadable,
  onProgress: (report: RebuildReport) => void = () => undefined,
): Promise<RebuildReport> {
  const report: RebuildReport = {
    orders: 0,
    fills: 0,
    events: 0,
    differences: new FoundDifferences(),
    unreadable: 0,
  };
  const note: NoteUnreadable = (place) => {
    report.unreadable += 1;
    noteUnreadable(place);
  };
  const orders = db.collection<Keyed>('orders');
  const fills = db.collection<Keyed>('fills');
  for await (const batch of inBatches(recordedHistories(db, ORDER_STREAM, note), BATCH)) {
    const folded = batch.map((entries) => {
      const order = foldOrder(entries.map(({ event }) => event))!;
      return { order: orderDocument(order) as Keyed, fills: fillDocuments(order, entries) };
    });
    report.orders += folded.length;
    report.events += batch.reduce((sum, entries) => sum + entries.length, 0);
    await correct(
      orders,
      folded.map(({ order }) => order),
      report,
    );
    const expected = folded.flatMap((one) => one.fills as Keyed[]);
    report.fills += expected.length;
    await correct(fills, expected, report);
    await dropExtraFills(
      fills,
      folded.map(({ order }) => order),
      expected,
      report,
    );
    onProgress(report);
  }
  await dropOrphans(db, report);
  for await (const batch of inBatches(recordedHistories(db, BASKET_STREAM, note), BATCH)) {
    const baskets = batch.map((entries) => foldBasket(entries.map(({ event }) => event))!);
    await correct(db.collection<Keyed>('baskets'), baskets.map(basketDocument), report);
  }
  return report;
}

async function correct(
  collection: mongo.Collection<Keyed>,
  expected: Keyed[],
  report: RebuildReport,
): Promise<void> {
  const ids = expected.map(({ _id }) => _id);
  const stored = await collection.find({ _id: { $in: ids } }).toArray();
  const byId = new Map(stored.map((document) => [document._id, document]));
  for (const document of expected) {
    const { _id, version } = document;
    const found = byId.get(_id);
    if (found && (found.version > version || sameContent(found, document))) continue;
    const kind = found ? 'different' : 'missing';
    report.differences.add({ collection: collection.collectionName, _id, kind });
    await replaceUnlessNewer(collection, document);
  }
}

/** Its own projection may have written a newer document since it was read. */
async function replaceUnlessNewer(
  collection: mongo.Collection<Keyed>,
  document: Keyed,
): Promise<void> {
  const { _id, version } = document;
  try {
    const notNewer = { _id, version: { $not: { $gt: version } } };
    await collection.replaceOne(notNewer, document, { upsert: true });
  } catch (error) {
    if (!(error instanceof mongo.MongoServerError) || error.code !== DUPLICATE_KEY) throw error;
  }
}

/** A fill newer than the fold of its order was booked after the journal was read. */
async function dropExtraFills(
  fills: mongo.Collection<Keyed>,
  orders: Keyed[],
  expected: Keyed[],
  report: RebuildReport,
): Promise<void> {
  const known = new Set(expected.map(({ _id }) => _id));
  const versions = new Map<unknown, number>(orders.map(({ _id, version }) => [_id, version]));
  const stored = await fills.find({ orderId: { $in: [...versions.keys()] } }).toArray();
  const extra = stored
    .filter(({ _id, version, orderId }) => !known.has(_id) && version <= versions.get(orderId)!)
    .map(({ _id }) => _id);
  await drop(fills, extra, report);
}

/** Removes read models of orders that are not in the journal. */
async function dropOrphans(db: mongo.Db, report: RebuildReport): Promise<void> {
  for (const [name, field] of [
    ['orders', '_id'],
    ['fills', 'orderId'],
  ] as const) {
    const orphans = db.collection<Keyed>(name).aggregate<Keyed>([
      {
        $lookup: {
          from: 'order_events',
          let: { id: `$${field}` },
          pipeline: [
            { $match: { $expr: { $eq: ['$orderId', '$$id'] } } },
            { $limit: 1 },
            { $project: { _id: 1 } },
          ],
          as: 'journal',
        },
      },
      { $match: { journal: [] } },
      { $project: { _id: 1 } },
    ]);
    let ids: string[] = [];
    for await (const { _id } of orphans) {
      ids.push(_id);
      if (ids.length < BATCH) continue;
      await drop(db.collection<Keyed>(name), ids, report);
      ids = [];
    }
    await drop(db.collection<Keyed>(name), ids, report);
  }
}

async function drop(
  collection: mongo.Collection<Keyed>,
  ids: string[],
  report: RebuildReport,
): Promise<void> {
  if (ids.length === 0) return;
  const { collectionName } = collection;
  for (const _id of ids) report.differences.add({ collection: collectionName, _id, kind: 'extra' });
  await collection.deleteMany({ _id: { $in: ids } });
}

/** Compares stored content, whatever the order of fields. Versions only guard reads and writes. */
function sameContent(stored: Keyed, expected: Keyed): boolean {
  const text = ({ version: _version, schemaVersion: _schema, ...content }: Keyed): string =>
    mongo.BSON.EJSON.stringify(sorted(content));
  return text(stored) === text(expected);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (
    value === null ||
    typeof value !== 'object' ||
    '_bsontype' in value ||
    value instanceof Date
  ) {
    return value;
  }
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}
