import type { KillSwitch, KillSwitchKey, LimitScope, LimitSetting, SetLimits } from '@ome/domain';
import { READER_LEASE_MS, type RiskChange, type RiskSettings, RiskStore } from '@ome/engine';
import type { mongo } from 'mongoose';
import { fromBson, toBson } from '../bson';

const MAJORITY = { writeConcern: { w: 'majority' } } as const;
const NEWEST = { readPreference: 'primary', readConcern: { level: 'majority' } } as const;

type Keyed = mongo.Document & { _id: string };

interface State {
  _id: string;
  version: number;
  readers: { reader: string; version: number; until: Date }[];
}

const SETTINGS = { _id: 'settings' };

/**
 * Version and readers are one document: so whoever confirms learns, in the same atomic write, of
 * any version that was made before its lease could be seen.
 */
export class MongoRiskStore extends RiskStore {
  constructor(private readonly db: mongo.Db) {
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
      { upsert: true, returnDocument: 'after', ...MAJORITY },
    );
    return state!.version;
  }

  async leave(reader: string): Promise<void> {
    await this.state.updateOne(SETTINGS, { $pull: { readers: { reader } } }, MAJORITY);
  }

  async load(): Promise<RiskSettings> {
    const [limits, switches] = await Promise.all([
      this.limits.find({}, NEWEST).sort({ _id: 1 }).toArray(),
      this.switches.find({}, NEWEST).sort({ _id: 1 }).toArray(),
    ]);
    return {
      limits: limits.map((document) => withoutId<LimitSetting>(document)),
      switches: switches.map((document) => withoutId<KillSwitch>(document)),
    };
  }

  async readersBefore(version: number): Promise<string[]> {
    const leased = { $and: [{ $gt: ['$$this.until', '$$NOW'] }, behind(version)] };
    const [found] = await this.state
      .aggregate<{ readers: State['readers'] }>(
        [
          { $match: SETTINGS },
          { $project: { readers: { $filter: { input: '$readers', cond: leased } } } },
        ],
        NEWEST,
      )
      .toArray();
    return found?.readers.map(({ reader }) => reader) ?? [];
  }

  async setLimits({ limits, ...setting }: LimitSetting): Promise<number> {
    const _id = limitId(setting);
    // As a value and not as fields: what is not in it any more is gone.
    const document = { ...setting, limits: toBson(limits) as SetLimits };
    await this.limits.replaceOne({ _id }, document, { upsert: true, ...MAJORITY });
    return this.nextVersion();
  }

  async removeLimits(scope: LimitScope): Promise<number> {
    await this.limits.deleteOne({ _id: limitId(scope) }, MAJORITY);
    return this.nextVersion();
  }

  async pull(pulled: KillSwitch): Promise<number> {
    const _id = switchId(pulled);
    await this.switches.replaceOne({ _id }, pulled, { upsert: true, ...MAJORITY });
    return this.nextVersion();
  }

  async release(key: KillSwitchKey): Promise<number> {
    await this.switches.deleteOne({ _id: switchId(key) }, MAJORITY);
    return this.nextVersion();
  }

  async record(change: RiskChange): Promise<void> {
    await this.db.collection('risk_changes').insertOne({ ...change }, MAJORITY);
  }

  async changes(limit: number): Promise<RiskChange[]> {
    const newest = this.db.collection('risk_changes').find().sort({ at: -1 }).limit(limit);
    return (await newest.toArray()).map((document) => withoutId<RiskChange>(document));
  }

  private async nextVersion(): Promise<number> {
    const state = await this.state.findOneAndUpdate(
      SETTINGS,
      { $inc: { version: 1 }, $setOnInsert: { readers: [] } },
      { upsert: true, returnDocument: 'after', ...MAJORITY },
    );
    return state!.version;
  }

  private get limits() {
    return this.db.collection<Keyed>('risk_limits');
  }

  private get switches() {
    return this.db.collection<Keyed>('kill_switches');
  }

  private get state() {
    return this.db.collection<State>('risk_state');
  }
}

const behind = (version: number) => ({ $lt: ['$$this.version', version] });

const limitId = ({ account, exchange, symbol }: LimitScope): string =>
  JSON.stringify([account, exchange, symbol]);

const switchId = ({ scope, id }: KillSwitchKey): string => JSON.stringify([scope, id]);

function withoutId<T>({ _id, ...document }: mongo.Document): T {
  return fromBson(document) as T;
}
