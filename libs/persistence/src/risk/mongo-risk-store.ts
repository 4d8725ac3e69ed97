import {
  type ApprovalScope,
  type ApprovalSetting,
  type KillSwitch,
  type KillSwitchKey,
  KillSwitchMode,
  type LimitScope,
  type LimitSetting,
} from '@ome/domain';
import {
  type ApprovalRulesChange,
  type LimitChange,
  type NotMade,
  type PulledSwitch,
  READER_LEASE_MS,
  type RiskChange,
  type RiskSettings,
  RiskStore,
  type SettingChange,
} from '@ome/engine';
import type { mongo } from 'mongoose';
import { fromBson, toBson } from '../bson';
import { DECIDED, MAJORITY, TRANSACTION } from '../concerns';
import { approveChange } from '../pending-changes/pending-change-store';

type Keyed = mongo.Document & { _id: string };

interface State {
  _id: string;
  version: number;
  revision?: number;
  readers: { reader: string; version: number; until: Date }[];
}

const SETTINGS = { _id: 'settings' };

/**
 * Version and readers are in one document: a confirming reader learns, in the same atomic write, of
 * any version that was made before its lease could be seen.
 */
export class MongoRiskStore extends RiskStore {
  constructor(
    private readonly db: mongo.Db,
    private readonly client: mongo.MongoClient,
  ) {
    super();
  }

  async confirm(reader: string, version: number): Promise<number> {
    const others = {
      $filter: {
        input: { $ifNull: ['$readers', []] },
        cond: { $and: [{ $ne: ['$$this.reader', reader] }, { $gt: ['$$this.until', '$$NOW'] }] },
      },
    };
    const until = { $add: ['$$NOW', READER_LEASE_MS] };
    const self = [{ reader: { $literal: reader }, version: { $literal: version }, until }];
    const state = await this.state.findOneAndUpdate(
      SETTINGS,
      [
        {
          $set: {
            version: { $ifNull: ['$version', 0] },
            readers: { $concatArrays: [others, self] },
          },
        },
      ],
      { upsert: true, returnDocument: 'after', writeConcern: MAJORITY },
    );
    return state!.version;
  }

  async version(): Promise<number> {
    const found = await this.state.findOne(SETTINGS, { ...DECIDED, projection: { version: 1 } });
    return found?.version ?? 0;
  }

  async leave(reader: string): Promise<void> {
    await this.state.updateOne(
      SETTINGS,
      { $pull: { readers: { reader } } },
      { writeConcern: MAJORITY },
    );
  }

  async load(): Promise<RiskSettings> {
    const [limits, approvals, switches] = await Promise.all([
      this.limits.find({}, DECIDED).sort({ _id: 1 }).toArray(),
      this.approvals.find({}, DECIDED).sort({ _id: 1 }).toArray(),
      this.switches.find({}, DECIDED).sort({ _id: 1 }).toArray(),
    ]);
    return {
      limits: limits.map((document) => ({
        version: 0,
        ...withoutId<Omit<LimitSetting, 'version'> & Partial<LimitSetting>>(document),
      })),
      approvals: approvals.map((document) => withoutId<ApprovalSetting>(document)),
      switches: switches.map((document) => ({
        // Switches of versions that had only one mode.
        mode: KillSwitchMode.BlockNew,
        ...withoutId<Omit<KillSwitch, 'mode'> & Partial<KillSwitch>>(document),
      })),
    };
  }

  async readersBefore(version: number): Promise<string[]> {
    const leased = { $and: [{ $gt: ['$$this.until', '$$NOW'] }, below(version)] };
    const [found] = await this.state
      .aggregate<{ readers: State['readers'] }>(
        [
          { $match: SETTINGS },
          { $project: { readers: { $filter: { input: '$readers', cond: leased } } } },
        ],
        DECIDED,
      )
      .toArray();
    return found?.readers.map(({ reader }) => reader) ?? [];
  }

  changeLimits(change: LimitChange): Promise<number | NotMade> {
    return this.changeSetting(this.limits, limitId(change.scope), change);
  }

  changeApprovals(change: ApprovalRulesChange): Promise<number | NotMade> {
    return this.changeSetting(this.approvals, approvalId(change.scope), change);
  }

  private async changeSetting(
    settings: mongo.Collection<Keyed>,
    _id: string,
    change: SettingChange<unknown, Versioned>,
  ): Promise<number | NotMade> {
    const revision = await this.nextRevision();
    return this.makeRecorded(change.record, async (session) =>
      (await replaceSetting(settings, _id, change, revision, session)) ? null : 'outdated',
    );
  }

  /**
   * Makes a change, its record and the decision of the second person that it took, all or none.
   *
   * @param make resolves to why it made nothing, else to null
   */
  private async makeRecorded<Failure extends NotMade>(
    record: RiskChange,
    make: (session: mongo.ClientSession) => Promise<Failure | null>,
  ): Promise<number | 'decided' | Failure> {
    const notMade = await this.client.withSession((session) =>
      session.withTransaction(async () => {
        const { approval } = record;
        const isFirst = !approval || (await approveChange(this.db, approval, session));
        const failure = isFirst ? await make(session) : 'decided';
        if (failure) await session.abortTransaction();
        else await this.changesMade.insertOne({ ...record }, { session });
        return failure;
      }, TRANSACTION),
    );
    return notMade ?? this.nextVersion();
  }

  async pull({ mode: asked, ...pulled }: PulledSwitch) {
    const mode = asked ?? { $ifNull: ['$mode', KillSwitchMode.BlockNew] };
    const stored = await this.switches.findOneAndUpdate(
      { _id: switchId(pulled) },
      [{ $set: { mode } }, { $replaceWith: { $mergeObjects: ['$$ROOT', { $literal: pulled }] } }],
      { upsert: true, returnDocument: 'after', writeConcern: MAJORITY },
    );
    const { mode: made } = stored as unknown as Pick<KillSwitch, 'mode'>;
    return { version: await this.nextVersion(), mode: made };
  }

  release(key: KillSwitchKey, record: RiskChange): Promise<number | 'decided'> {
    return this.makeRecorded<never>(record, async (session) => {
      await this.switches.deleteOne({ _id: switchId(key) }, { session });
      return null;
    });
  }

  async record(change: RiskChange): Promise<void> {
    await this.changesMade.insertOne({ ...change }, { writeConcern: MAJORITY });
  }

  async changes(limit: number): Promise<RiskChange[]> {
    const newest = this.changesMade.find().sort({ at: -1 }).limit(limit);
    return (await newest.toArray()).map((document) => withoutId<RiskChange>(document));
  }

  private async nextVersion(): Promise<number> {
    const state = await this.state.findOneAndUpdate(
      SETTINGS,
      { $inc: { version: 1 }, $setOnInsert: { readers: [] } },
      { upsert: true, returnDocument: 'after', writeConcern: MAJORITY },
    );
    return state!.version;
  }

  /** The version of one setting, apart from the overall version that readers wait for. */
  private async nextRevision(): Promise<number> {
    const state = await this.state.findOneAndUpdate(
      SETTINGS,
      { $inc: { revision: 1 }, $setOnInsert: { readers: [], version: 0 } },
      { upsert: true, returnDocument: 'after', writeConcern: MAJORITY },
    );
    return state!.revision!;
  }

  private get changesMade() {
    return this.db.collection('risk_changes');
  }

  private get limits() {
    return this.db.collection<Keyed>('risk_limits');
  }

  private get approvals() {
    return this.db.collection<Keyed>('approval_rules');
  }

  private get switches() {
    return this.db.collection<Keyed>('kill_switches');
  }

  private get state() {
    return this.db.collection<State>('risk_state');
  }
}

interface Versioned {
  version: number;
}

/** False if the setting changed since the decision. */
async function replaceSetting(
  settings: mongo.Collection<Keyed>,
  _id: string,
  { before, after }: SettingChange<unknown, Versioned>,
  version: number,
  session: mongo.ClientSession,
): Promise<boolean> {
  const known = before && { _id, version: before.version || { $exists: false } };
  if (!after) {
    return !known || (await settings.deleteOne(known, { session })).deletedCount === 1;
  }
  // Replaces the whole value, so that rules that were removed disappear.
  const document = { ...(toBson(after) as object), version };
  if (known) {
    return (await settings.replaceOne(known, document, { session })).matchedCount === 1;
  }
  const set = { $setOnInsert: document };
  const inserted = await settings.updateOne({ _id }, set, { session, upsert: true });
  return inserted.upsertedCount === 1;
}

const below = (version: number) => ({ $lt: ['$$this.version', version] });

const limitId = ({ account, exchange, symbol }: LimitScope): string =>
  JSON.stringify([account, exchange, symbol]);

const approvalId = ({ account, userId }: ApprovalScope): string =>
  JSON.stringify([account, userId]);

const switchId = ({ scope, id }: KillSwitchKey): string => JSON.stringify([scope, id]);

function withoutId<T>({ _id, ...document }: mongo.Document): T {
  return fromBson(document) as T;
}
