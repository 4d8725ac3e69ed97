import type { FixLinkTerms } from '@ome/contracts';
import { ENVELOPES, type FixVersion } from '@ome/fix';
import type { Connection, Model } from 'mongoose';
import { MongoFixLog } from '../fix-log/mongo-fix-log';
import type { FixSessionRecord } from './fix-session.schema';

/** SenderCompID (49) of everything that the engine sends. */
export const OUR_COMP_ID = 'OME';

export type StoredFixSession = Omit<FixSessionRecord, '_id'> & { compId: string };

/** The sessions of counterparties, and the log of each. */
export class FixSessionStore {
  constructor(
    private readonly model: Model<FixSessionRecord>,
    private readonly connection: Connection,
  ) {}

  /** By CompID. */
  async list(): Promise<StoredFixSession[]> {
    return (await this.model.find().sort({ _id: 1 }).lean()).map(stored);
  }

  async find(compId: string): Promise<StoredFixSession | null> {
    const found = await this.model.findById(compId).lean();
    return found && stored(found);
  }

  /** Creates or replaces a session. */
  async put({ compId, ...session }: Omit<StoredFixSession, 'revision'>): Promise<void> {
    const change = { $set: session, $inc: { revision: 1 } };
    await this.model.updateOne({ _id: compId }, change, { upsert: true });
  }

  /** False where there is none; its log is kept. */
  async remove(compId: string): Promise<boolean> {
    return (await this.model.deleteOne({ _id: compId })).deletedCount === 1;
  }

  /** Ends the connection; the counterparty may log on again. False where there is no session. */
  async restart(compId: string): Promise<boolean> {
    const change = { $inc: { revision: 1 } };
    return (await this.model.updateOne({ _id: compId }, change)).matchedCount === 1;
  }

  logOf({ version, compId }: { version: FixVersion; compId: string }): MongoFixLog {
    const name = `${ENVELOPES[version].beginString}:${OUR_COMP_ID}->${compId}`;
    return new MongoFixLog(this.connection.collection('fix_log'), name);
  }
}

/** Of a session for which nothing else is asked. */
export const FIX_SESSION_DEFAULTS = {
  role: 'orderEntry',
  accounts: null,
  users: null,
  defaultExchange: 'NSE',
  resetAllowed: true,
  cancelOnDisconnect: false,
  maxMessagesPerSecond: null,
  messageTypes: null,
  addresses: null,
  certificates: null,
  hours: null,
  timeZone: null,
  tradingDaysOf: null,
  link: null,
} as const satisfies Partial<StoredFixSession>;

/** Of a venue for which nothing else is said: nothing is concluded that FIX does not promise. */
export const FIX_LINK_DEFAULTS = {
  tls: false,
  senderCompId: OUR_COMP_ID,
  heartBtInt: 30,
  resetOnLogon: false,
  resetWhenLost: false,
  askedAgainProvesAbsence: true,
  unknownProvesAbsence: false,
  dedupes: false,
  shortClOrdIds: false,
  header: [],
  fields: [],
} satisfies Partial<FixLinkTerms>;

const stored = ({ _id: compId, ...session }: FixSessionRecord): StoredFixSession => ({
  // Stored before there were some of the fields, a session has none of them.
  ...FIX_SESSION_DEFAULTS,
  compId,
  ...session,
});
