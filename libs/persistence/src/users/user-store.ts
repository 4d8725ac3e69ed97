import { mongo, type Model } from 'mongoose';
import { bytesOf } from '../bson';
import { DUPLICATE_KEY } from '../write-command';
import type { UserRecord } from './user.schema';

export type StoredUser = Omit<UserRecord, '_id'> & { login: string };

/** What an administrator says of a person. */
export type UserTerms = Pick<StoredUser, 'name' | 'roles' | 'accounts' | 'users' | 'disabled'>;

export type AddedUser = UserTerms & Pick<StoredUser, 'login' | 'signIn' | 'setup' | 'oidc'>;

/** What a person signs in with, from the moment that they have chosen it. */
export type Credentials = Pick<
  StoredUser,
  'passwordHash' | 'totpSecret' | 'totpStep' | 'recoveryHashes'
>;

/** People, by login. */
export class UserStore {
  constructor(private readonly model: Model<UserRecord>) {}

  async find(login: string): Promise<StoredUser | null> {
    const found = await this.model.findById(login).lean();
    return found && stored(found);
  }

  async findByOidc(issuer: string, subject: string): Promise<StoredUser | null> {
    const who = { 'oidc.subject': subject, 'oidc.issuer': issuer };
    const found = await this.model.findOne(who).lean();
    return found && stored(found);
  }

  /** By login. */
  async list(): Promise<StoredUser[]> {
    return (await this.model.find().sort({ _id: 1 }).lean()).map(stored);
  }

  async anyEnabled(): Promise<boolean> {
    return (await this.model.exists({ disabled: false })) !== null;
  }

  /** False where the login is taken. */
  async add({ login: _id, ...user }: AddedUser): Promise<boolean> {
    try {
      await this.model.create({ _id, ...user, createdAt: new Date() });
      return true;
    } catch (error) {
      if (error instanceof mongo.MongoServerError && error.code === DUPLICATE_KEY) return false;
      throw error;
    }
  }

  /** False where there is no such person. */
  async change(login: string, terms: Partial<UserTerms>): Promise<boolean> {
    return (await this.model.updateOne({ _id: login }, { $set: terms })).matchedCount === 1;
  }

  /** Takes away what the person signs in with; they choose anew by the new setup. */
  async reset(login: string, setup: StoredUser['setup']): Promise<boolean> {
    const nothing = { passwordHash: null, totpSecret: null, recoveryHashes: [], totpStep: -1 };
    const change = { $set: { ...nothing, setup } };
    const filter = { _id: login, signIn: 'password' as const };
    return (await this.model.updateOne(filter, change)).matchedCount === 1;
  }

  /** Uses up a setup; false where it was used before. */
  async setUp(login: string, setupHash: string, credentials: Credentials): Promise<boolean> {
    const filter = { _id: login, 'setup.hash': setupHash };
    const change = { $set: credentials, $unset: { setup: 1 } };
    return (await this.model.updateOne(filter, change)).modifiedCount === 1;
  }

  /** False where a code of this step, or of a later one, was used before. */
  async useTotpStep(login: string, step: number): Promise<boolean> {
    const filter = { _id: login, totpStep: { $lt: step } };
    return (await this.model.updateOne(filter, { totpStep: step })).modifiedCount === 1;
  }

  /** False where there is no such code any more. */
  async useRecoveryCode(login: string, hash: string): Promise<boolean> {
    const filter = { _id: login, recoveryHashes: hash };
    const change = { $pull: { recoveryHashes: hash } };
    return (await this.model.updateOne(filter, change)).modifiedCount === 1;
  }

  /** Ties a person to who signed in at the provider; false where they are tied already. */
  async tie(login: string, oidc: NonNullable<StoredUser['oidc']>): Promise<boolean> {
    const filter = { _id: login, signIn: 'oidc' as const, oidc: { $exists: false } };
    return (await this.model.updateOne(filter, { $set: { oidc } })).modifiedCount === 1;
  }
}

/** Lean documents hold bytes as BSON does. */
const stored = ({ _id: login, totpSecret, setup, ...user }: UserRecord): StoredUser => ({
  login,
  ...user,
  totpSecret: totpSecret && bytesOf(totpSecret),
  ...(setup?.hash && { setup: { ...setup, totpSecret: bytesOf(setup.totpSecret) } }),
});
