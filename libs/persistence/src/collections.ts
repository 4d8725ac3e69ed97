import type { ModelDefinition } from '@nestjs/mongoose';
import type { Connection, Model, Schema } from 'mongoose';
import { ApiKeyRecord, ApiKeySchema } from './api-keys/api-key-store';
import { AuditEntryRecord, AuditEntrySchema } from './audit/audit-entry.schema';
import {
  BasketEventRecord,
  BasketEventSchema,
  BasketRecord,
  BasketSchema,
} from './baskets/basket.document';
import {
  BrokerCallDayRecord,
  BrokerCallDaySchema,
  BrokerCallRecord,
  BrokerCallSchema,
} from './broker-calls/broker-call.schema';
import { BrokerTokenRecord, BrokerTokenSchema } from './broker-tokens/mongo-broker-tokens';
import { PendingClosingRecord, PendingClosingSchema } from './closings/mongo-pending-closings';
import { ChangeStreamFeed } from './feed/change-stream-feed';
import { FeedPositionRecord, FeedPositionSchema, FeedPositions } from './feed/feed-positions';
import { FillRecord, FillSchema } from './fills/fill.document';
import { FixLogRecord, FixLogSchema } from './fix-log/mongo-fix-log';
import { FixSessionRecord, FixSessionSchema } from './fix-sessions/fix-session.schema';
import {
  FixSessionStatusRecord,
  FixSessionStatusSchema,
} from './fix-sessions/fix-session-status-store';
import {
  OrderFollowersRecord,
  OrderFollowersSchema,
} from './order-followers/mongo-order-followers';
import { IdempotencyKeyRecord, IdempotencyKeySchema } from './idempotency-keys/idempotency-store';
import { InstrumentRecord, InstrumentSchema } from './instruments/instrument.document';
import { OrderEventRecord, OrderEventSchema } from './journal/order-stream';
import { LeaseRecord, LeaseSchema } from './leases/leases';
import { LinkSampleRecord, LinkSampleSchema } from './link-status/link-sample.schema';
import { LinkStatusRecord, LinkStatusSchema } from './link-status/link-status.schema';
import { LogoutTokenRecord, LogoutTokenSchema } from './logout-tokens/used-logout-tokens';
import { SweepStatusRecord, SweepStatusSchema } from './sweep-status/sweep-status-store';
import { OperationRecord, OperationSchema } from './operations/rebuild-run';
import { OrderRecord, OrderSchema } from './orders/order.document';
import { PlacementHoldRecord, PlacementHoldSchema } from './placement-holds/mongo-placement-holds';
import { ConversionEventRecord, ConversionEventSchema } from './positions/conversion-stream';
import {
  PositionDayRecord,
  PositionDaySchema,
  PositionRecord,
  PositionSchema,
} from './positions/position.document';
import { PriceRecord, PriceSchema } from './prices/last-prices';
import { DifferenceRecord, DifferenceSchema } from './reconciliation/difference.schema';
import { RiskCounterRecord, RiskCounterSchema } from './risk/counter.document';
import {
  ApprovalRuleRecord,
  ApprovalRuleSchema,
  KillSwitchRecord,
  KillSwitchSchema,
  LossBreachRecord,
  LossBreachSchema,
  RiskChangeRecord,
  RiskChangeSchema,
  RiskLimitRecord,
  RiskLimitSchema,
  RiskStateRecord,
  RiskStateSchema,
} from './risk/risk-settings.schema';
import { SetAsideHistoryRecord, SetAsideHistorySchema } from './set-aside/set-aside-history.schema';
import {
  UndeliveredMessageRecord,
  UndeliveredMessageSchema,
} from './trade-post/undelivered-message.schema';
import {
  UnmatchedReportRecord,
  UnmatchedReportSchema,
} from './unmatched-reports/unmatched-report.schema';
import { PendingChangeRecord, PendingChangeSchema } from './pending-changes/pending-change-store';
import { UserSessionRecord, UserSessionSchema } from './user-sessions/user-session-store';
import { UserRecord, UserSchema } from './users/user.schema';

type IndexKey = Record<string, 1 | -1>;

/** Every collection of the engine. */
export const MODELS: ModelDefinition[] = [
  { name: OrderEventRecord.name, schema: OrderEventSchema },
  { name: OrderRecord.name, schema: OrderSchema },
  { name: FillRecord.name, schema: FillSchema },
  { name: UnmatchedReportRecord.name, schema: UnmatchedReportSchema },
  { name: UndeliveredMessageRecord.name, schema: UndeliveredMessageSchema },
  { name: OrderFollowersRecord.name, schema: OrderFollowersSchema },
  { name: FeedPositionRecord.name, schema: FeedPositionSchema },
  { name: LeaseRecord.name, schema: LeaseSchema },
  { name: LinkStatusRecord.name, schema: LinkStatusSchema },
  { name: SweepStatusRecord.name, schema: SweepStatusSchema },
  { name: LinkSampleRecord.name, schema: LinkSampleSchema },
  { name: IdempotencyKeyRecord.name, schema: IdempotencyKeySchema },
  { name: ApiKeyRecord.name, schema: ApiKeySchema },
  { name: BrokerCallRecord.name, schema: BrokerCallSchema },
  { name: BrokerCallDayRecord.name, schema: BrokerCallDaySchema },
  { name: BrokerTokenRecord.name, schema: BrokerTokenSchema },
  { name: PlacementHoldRecord.name, schema: PlacementHoldSchema },
  { name: DifferenceRecord.name, schema: DifferenceSchema },
  { name: InstrumentRecord.name, schema: InstrumentSchema },
  { name: RiskLimitRecord.name, schema: RiskLimitSchema },
  { name: ApprovalRuleRecord.name, schema: ApprovalRuleSchema },
  { name: KillSwitchRecord.name, schema: KillSwitchSchema },
  { name: RiskStateRecord.name, schema: RiskStateSchema },
  { name: RiskCounterRecord.name, schema: RiskCounterSchema },
  { name: LossBreachRecord.name, schema: LossBreachSchema },
  { name: RiskChangeRecord.name, schema: RiskChangeSchema },
  { name: PositionRecord.name, schema: PositionSchema },
  { name: PositionDayRecord.name, schema: PositionDaySchema },
  { name: ConversionEventRecord.name, schema: ConversionEventSchema },
  { name: PendingClosingRecord.name, schema: PendingClosingSchema },
  { name: PriceRecord.name, schema: PriceSchema },
  { name: BasketEventRecord.name, schema: BasketEventSchema },
  { name: BasketRecord.name, schema: BasketSchema },
  { name: FixLogRecord.name, schema: FixLogSchema },
  { name: FixSessionRecord.name, schema: FixSessionSchema },
  { name: FixSessionStatusRecord.name, schema: FixSessionStatusSchema },
  { name: AuditEntryRecord.name, schema: AuditEntrySchema },
  { name: PendingChangeRecord.name, schema: PendingChangeSchema },
  { name: OperationRecord.name, schema: OperationSchema },
  { name: SetAsideHistoryRecord.name, schema: SetAsideHistorySchema },
  { name: UserRecord.name, schema: UserSchema },
  { name: UserSessionRecord.name, schema: UserSessionSchema },
  { name: LogoutTokenRecord.name, schema: LogoutTokenSchema },
];

/**
 * Indexes of earlier versions to drop. Other indexes serve their queries now, or they expired
 * documents that must be kept.
 */
const OBSOLETE_INDEXES = [
  { collection: 'idempotency_keys', index: 'createdAt_1', isExpiring: true },
  { collection: 'placement_holds', index: 'at_1', isExpiring: true },
  { collection: 'positions', index: 'symbol_1_exchange_1_position.last.at_-1' },
  { collection: 'position_days', index: 'symbol_1_day_1_exchange_1_position.first.at_1' },
  { collection: 'fix_log', index: '_id.session_1_epoch_1_lastOut_1' },
];

/**
 * Creates missing collections and indexes and stores the origin of the feed. One process does this,
 * one collection after another, before any other process starts. Repeating it is safe.
 */
export async function setUpStore(connection: Connection): Promise<void> {
  const existing = await connection.db!.listCollections({}, { nameOnly: true }).toArray();
  const names = new Set(existing.map(({ name }) => name));
  await dropObsoleteIndexes(connection, names);
  for (const definition of MODELS) {
    const { collection, schema } = modelOf(connection, definition);
    const declared = schema.indexes() as [IndexKey, object][];
    const indexes = declared.map(([key, options]) => ({ ...options, key }));
    // MongoDB creates a collection together with its first index.
    if (indexes.length > 0) await collection.createIndexes(indexes);
    else if (!names.has(collection.name)) await connection.createCollection(collection.name);
  }
  await beginFeed(connection);
}

/** Stores the origin of the feed, once per store. */
export async function beginFeed(connection: Connection): Promise<void> {
  const places = { name: FeedPositionRecord.name, schema: FeedPositionSchema };
  const positions = new FeedPositions(modelOf<FeedPositionRecord>(connection, places));
  const feed = new ChangeStreamFeed(
    connection.db!,
    () => positions.origin(),
    () => undefined,
  );
  await positions.setOrigin(await feed.end());
}

const modelOf = <T>(connection: Connection, { name, schema }: ModelDefinition): Model<T> =>
  (connection.models[name] ?? connection.model(name, schema as Schema)) as Model<T>;

async function dropObsoleteIndexes(
  connection: Connection,
  names: ReadonlySet<string>,
): Promise<void> {
  for (const { collection: name, index, isExpiring } of OBSOLETE_INDEXES) {
    if (!names.has(name)) continue;
    const collection = connection.db!.collection(name);
    const found = (await collection.indexes()).find((each) => each.name === index);
    const isObsolete = found && (!isExpiring || found.expireAfterSeconds !== undefined);
    if (isObsolete) await collection.dropIndex(index);
  }
}
