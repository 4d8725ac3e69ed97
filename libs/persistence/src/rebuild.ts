import { foldOrder } from '@ome/domain';
import type { JournalEntry } from '@ome/engine';
import { mongo } from 'mongoose';
import { foldedBaskets } from './baskets/folded-baskets';
import { fillDocuments } from './fills/fill.document';
import { entryOf } from './journal/order-stream';
import { orderDocument } from './orders/order.document';
import { DUPLICATE_KEY } from './write-command';

const BATCH = 500;

export interface RebuildReport {
  orders: number;
  fills: number;
  events: number;
  /** Documents that were missing, different from the fold, or of no order in the journal. */
  differences: { collection: string; _id: string; kind: 'missing' | 'different' | 'extra' }[];
}

interface Keyed extends mongo.Document {
  _id: string;
  version: number;
}

/**
 * Folds the whole journal anew and writes every read model that differs. Events that are written
 * meanwhile are left to their own projection: a document newer than the fold counts as right.
 */
export async function rebuild(
  db: mongo.Db,
  onProgress: (report: RebuildReport) => void = () => undefined,
): Promise<RebuildReport> {
  const report: RebuildReport = { orders: 0, fills: 0, events: 0, differences: [] };
  const orders = db.collection<Keyed>('orders');
  const fills = db.collection<Keyed>('fills');
  for await (const batch of histories(db.collection('order_events'))) {
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
  for await (const baskets of foldedBaskets(db.collection('basket_events'), BATCH)) {
    await correct(db.collection<Keyed>('baskets'), baskets, report);
  }
  return report;
}

async function* histories(journal: mongo.Collection): AsyncGenerator<JournalEntry[][]> {
  const batch: JournalEntry[][] = [];
  let history: JournalEntry[] = [];
  for await (const document of journal.find().sort({ orderId: 1, seq: 1 })) {
    const entry = entryOf(document);
    if (history.length > 0 && history[0].event.orderId !== entry.event.orderId) {
      batch.push(history);
      history = [];
      if (batch.length === BATCH) yield batch.splice(0);
    }
    history.push(entry);
  }
  if (history.length > 0) batch.push(history);
  if (batch.length > 0) yield batch;
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
    report.differences.push({ collection: collection.collectionName, _id, kind });
    await replaceUnlessNewer(collection, document);
  }
}

/** Since the document was read, its own projection may have written a newer one. */
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

/** A fill newer than its order's fold was booked since the journal was read. */
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

/** Read models of orders that the journal does not have at all. */
async function dropOrphans(db: mongo.Db, report: RebuildReport): Promise<void> {
  for (const [name, field] of [
    ['orders', '_id'],
    ['fills', 'orderId'],
  ] as const) {
    const orphans = await db
      .collection<Keyed>(name)
      .aggregate<Keyed>([
        {
          $lookup: {
            from: 'order_events',
            let: { id: `$${field}` },
            pipeline: [
              {
                $match: { $expr: { $and: [{ $eq: ['$orderId', '$$id'] }, { $eq: ['$seq', 1] }] } },
              },
              { $project: { _id: 1 } },
            ],
            as: 'journal',
          },
        },
        { $match: { journal: [] } },
        { $project: { _id: 1 } },
      ])
      .toArray();
    await drop(
      db.collection<Keyed>(name),
      orphans.map(({ _id }) => _id),
      report,
    );
  }
}

async function drop(
  collection: mongo.Collection<Keyed>,
  ids: string[],
  report: RebuildReport,
): Promise<void> {
  if (ids.length === 0) return;
  const { collectionName } = collection;
  for (const _id of ids)
    report.differences.push({ collection: collectionName, _id, kind: 'extra' });
  await collection.deleteMany({ _id: { $in: ids } });
}

/** Equal as stored, whatever the order of their fields; `version` only guards the writes. */
function sameContent(stored: Keyed, expected: Keyed): boolean {
  const text = ({ version: _version, ...content }: Keyed): string =>
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
