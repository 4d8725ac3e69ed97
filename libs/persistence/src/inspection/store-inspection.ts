import type {
  CollectionInspectionView,
  FeedConsumerInspectionView,
  LeaseInspectionView,
} from '@ome/contracts';
import { Lane, type LaneOptions } from '@ome/event-store';
import type { ModelDefinition } from '@nestjs/mongoose';
import { type Connection, mongo, type Schema } from 'mongoose';
import { MODELS } from '../collections';
import { type FeedPositionRecord, ORIGIN } from '../feed/feed-positions';
import type { LeaseRecord } from '../leases/leases';

interface StorageStats {
  count: number;
  size: number;
  storageSize: number;
  indexSizes: Record<string, number>;
}

/** Fields that are not shown, even sealed or hashed. A stored answer may hold a new API key. */
const WITHOUT_SECRETS = {
  hash: 0,
  sealed: 0,
  fingerprint: 0,
  body: 0,
  passwordHash: 0,
  totpSecret: 0,
  recoveryHashes: 0,
  setup: 0,
  idToken: 0,
  sealedIdToken: 0,
  'request.hash': 0,
};

const UNKNOWN = { documents: null, sizeBytes: null, storageBytes: null, indexes: null };

/** Collections that are looked at together: two connections each, of which orders need some, too. */
const AT_ONCE: LaneOptions = { width: 4, maxWaiting: 5 * MODELS.length, maxWaitMs: 10_000 };

/** Reports collections, feed consumers and leases for operators. */
export class StoreInspection {
  private readonly lane = new Lane(AT_ONCE);

  constructor(private readonly connection: Connection) {}

  collections(): Promise<CollectionInspectionView[]> {
    return Promise.all(MODELS.map((model) => this.lane.run(() => this.collection(model))));
  }

  /**
   * The newest documents of a collection, without secrets, as relaxed Extended JSON; null if there
   * is no such collection.
   */
  async newest(name: string, limit: number): Promise<object[] | null> {
    if (!MODELS.some((model) => collectionOf(model) === name)) return null;
    const found = this.db
      .collection(name)
      .find({}, { sort: { $natural: -1 }, limit, projection: WITHOUT_SECRETS });
    return found.map((document) => mongo.BSON.EJSON.serialize(document) as object).toArray();
  }

  /** The consumers of the feed, and when each last saved its cursor. */
  async feedConsumers(now: Date): Promise<FeedConsumerInspectionView[]> {
    const found = await this.db
      .collection<FeedPositionRecord>('feed_positions')
      .find({ _id: { $ne: ORIGIN } })
      .sort({ _id: 1 })
      .toArray();
    return found.map(({ _id: name, at }) => ({
      name,
      at: at.toISOString(),
      ageSeconds: (now.getTime() - at.getTime()) / 1_000,
    }));
  }

  async leases(now: Date): Promise<LeaseInspectionView[]> {
    const found = await this.db.collection<LeaseRecord>('leases').find().sort({ _id: 1 }).toArray();
    return found.map(({ _id: name, holder, expiresAt }) => ({
      name,
      holder,
      expiresAt: expiresAt.toISOString(),
      held: expiresAt > now,
    }));
  }

  private async collection(definition: ModelDefinition): Promise<CollectionInspectionView> {
    const schema = definition.schema as Schema;
    const name = collectionOf(definition);
    const collection = this.db.collection(name);
    const [stats, [oldest, newest]] = await Promise.all([
      storageStats(collection).catch(() => null),
      this.ends(collection, schema),
    ]);
    const iso = (at: Date | null | undefined): string | null => at?.toISOString() ?? null;
    return { name, ...(stats ?? UNKNOWN), oldest: iso(oldest), newest: iso(newest) };
  }

  /** By an indexed time, or by object ids, which contain a time. */
  private async ends(collection: mongo.Collection, schema: Schema): Promise<(Date | null)[]> {
    for (const field of [...leadingFields(schema), '_id']) {
      const oldest = await end(collection, field, 1);
      if (oldest) return [oldest, await end(collection, field, -1)];
    }
    return [null, null];
  }

  private get db(): mongo.Db {
    return this.connection.db!;
  }
}

const collectionOf = ({ schema }: ModelDefinition): string => (schema as Schema).get('collection')!;

/** The first fields of indexes that are not partial. `expiresAt` says nothing about age. */
function leadingFields(schema: Schema): string[] {
  const whole = schema.indexes().filter(([, options]) => !options.partialFilterExpression);
  const leading = whole.map(([fields]) => Object.keys(fields)[0]);
  return [...new Set(leading)].filter((field) => field !== 'expiresAt');
}

async function end(
  collection: mongo.Collection,
  field: string,
  direction: 1 | -1,
): Promise<Date | null> {
  const options = { sort: { [field]: direction }, projection: { [field]: 1 } };
  const value: unknown = (await collection.findOne({}, options))?.[field];
  if (value instanceof Date) return value;
  return value instanceof mongo.ObjectId ? value.getTimestamp() : null;
}

async function storageStats(collection: mongo.Collection) {
  const pipeline = [{ $collStats: { storageStats: {} } }];
  const [found] = await collection.aggregate<{ storageStats: StorageStats }>(pipeline).toArray();
  if (!found) return null;
  const { count: documents, size: sizeBytes, storageSize: storageBytes } = found.storageStats;
  const indexes = Object.entries(found.storageStats.indexSizes).map(([name, bytes]) => ({
    name,
    sizeBytes: bytes,
  }));
  return { documents, sizeBytes, storageBytes, indexes };
}
