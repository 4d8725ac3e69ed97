import type { Provider } from '@nestjs/common';
import { getConnectionToken, getModelToken } from '@nestjs/mongoose';
import { OrderFollowers, UndeliveredMessages, UnmatchedReports } from '@ome/engine';
import type { Connection, Model } from 'mongoose';
import { ApiKeyStore, ApiKeyRecord } from '../api-keys/api-key-store';
import { AuditEntryRecord } from '../audit/audit-entry.schema';
import { AuditStore } from '../audit/audit-store';
import { AuditVerification } from '../audit/audit-verification';
import { ReplicaSetStatus } from '../connectivity/replica-set-status';
import {
  OrderFollowersRecord,
  MongoOrderFollowers,
} from '../order-followers/mongo-order-followers';
import { FixSessionRecord } from '../fix-sessions/fix-session.schema';
import {
  FixSessionStatusRecord,
  FixSessionStatusStore,
} from '../fix-sessions/fix-session-status-store';
import { FixSessionStore } from '../fix-sessions/fix-session-store';
import { IdempotencyKeyRecord, IdempotencyStore } from '../idempotency-keys/idempotency-store';
import { StoreInspection } from '../inspection/store-inspection';
import { FixSessionLeases, LeaseRecord, Leases } from '../leases/leases';
import { LogoutTokenRecord, UsedLogoutTokens } from '../logout-tokens/used-logout-tokens';
import { onConnection, onModel, type PersistenceOptions } from '../providers';
import { PendingChangeRecord, PendingChangeStore } from '../pending-changes/pending-change-store';
import { SetAsideHistories } from '../set-aside/set-aside-histories';
import { StoreHealth } from '../store-health';
import { MongoUndeliveredMessages } from '../trade-post/mongo-undelivered-messages';
import { UndeliveredMessageRecord } from '../trade-post/undelivered-message.schema';
import { UndeliveredQueries } from '../trade-post/undelivered-queries';
import { MongoUnmatchedReports } from '../unmatched-reports/mongo-unmatched-reports';
import { UnmatchedReportQueries } from '../unmatched-reports/unmatched-report-queries';
import { UnmatchedReportRecord } from '../unmatched-reports/unmatched-report.schema';
import { UserSessionRecord, UserSessionStore } from '../user-sessions/user-session-store';
import { UserRecord } from '../users/user.schema';
import { UserStore } from '../users/user-store';
import { OperationRecord, RebuildRun } from './rebuild-run';

const LEASE_MS = 5_000;
/** With the time between two requests for it, another process serves a session within 3 s. */
const FIX_LEASE_MS = 2_000;

/** Operations: API keys, people, leases, kept reports, audit and health. */
export const operationProviders = ({ holder, marketTimeZone }: PersistenceOptions): Provider[] => [
  onModel(Leases, LeaseRecord, (model) => new Leases(model, holder, LEASE_MS)),
  onModel(
    FixSessionLeases,
    LeaseRecord,
    (model) => new FixSessionLeases(model, holder, FIX_LEASE_MS),
  ),
  onModel(OrderFollowers, OrderFollowersRecord, (model) => new MongoOrderFollowers(model)),
  onModel(UnmatchedReports, UnmatchedReportRecord, (model) => new MongoUnmatchedReports(model)),
  onModel(
    UndeliveredMessages,
    UndeliveredMessageRecord,
    (model) => new MongoUndeliveredMessages(model),
  ),
  onModel(ApiKeyStore, ApiKeyRecord, (model) => new ApiKeyStore(model)),
  onModel(PendingChangeStore, PendingChangeRecord, (model) => new PendingChangeStore(model)),
  onModel(UserStore, UserRecord, (model) => new UserStore(model)),
  onModel(UserSessionStore, UserSessionRecord, (model) => new UserSessionStore(model)),
  onModel(UsedLogoutTokens, LogoutTokenRecord, (model) => new UsedLogoutTokens(model)),
  {
    provide: FixSessionStore,
    inject: [getModelToken(FixSessionRecord.name), getConnectionToken()],
    useFactory: (model: Model<FixSessionRecord>, connection: Connection) =>
      new FixSessionStore(model, connection),
  },
  onModel(
    FixSessionStatusStore,
    FixSessionStatusRecord,
    (model) => new FixSessionStatusStore(model),
  ),
  onModel(IdempotencyStore, IdempotencyKeyRecord, (model) => new IdempotencyStore(model)),
  {
    provide: RebuildRun,
    inject: [
      ...[getConnectionToken(), getModelToken(OperationRecord.name), Leases],
      SetAsideHistories,
    ],
    useFactory: (
      connection: Connection,
      model: Model<OperationRecord>,
      leases: Leases,
      { note }: SetAsideHistories,
    ) => new RebuildRun(connection, model, leases, { timeZone: marketTimeZone, note }),
  },
  onConnection(StoreInspection, (connection) => new StoreInspection(connection)),
  onConnection(ReplicaSetStatus, (connection) => new ReplicaSetStatus(connection)),
  onModel(
    UnmatchedReportQueries,
    UnmatchedReportRecord,
    (model) => new UnmatchedReportQueries(model),
  ),
  onModel(UndeliveredQueries, UndeliveredMessageRecord, (model) => new UndeliveredQueries(model)),
  onConnection(StoreHealth, (connection) => new StoreHealth(connection)),
  onModel(AuditStore, AuditEntryRecord, (model) => new AuditStore(model)),
  onConnection(
    AuditVerification,
    ({ db }) => new AuditVerification(db!.collection<AuditEntryRecord>('audit_entries')),
  ),
];
