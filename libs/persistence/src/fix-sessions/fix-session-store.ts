import type { FixLinkTerms } from '@ome/contracts';
import type { ChangeApproval } from '@ome/engine';
import { ENVELOPES, FixLogFenced, type FixVersion } from '@ome/fix';
import type { Connection, Model, mongo } from 'mongoose';
import { TRANSACTION } from '../concerns';
import { MongoFixLog } from '../fix-log/mongo-fix-log';
import { approveChange } from '../pending-changes/pending-change-store';
import type { FixSessionRecord } from './fix-session.schema';

/** SenderCompID (49) of everything that the engine sends. */
export const OUR_COMP_ID = 'OME';

export type StoredFixSession = Omit<FixSessionRecord, '_id'> & { compId: string };

/** Of a session for which nothing else is asked. */
export const FIX_SESSION_DEFAULTS = {
  role: 'orderEntry',
  enabled: true,
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
  massStatus: false,
  dedupes: false,
  shortClOrdIds: false,
  header: [],
  fields: [],
} satisfies Partial<FixLinkTerms>;

const developmentSession = (
  compId: string,
  version: FixVersion,
  role: StoredFixSession['role'] = FIX_SESSION_DEFAULTS.role,
): StoredFixSession => ({
  ...FIX_SESSION_DEFAULTS,
  compId,
  version,
  role,
  defaultAccount: compId,
  revision: 0,
});

/** The sessions that an open engine has from the start: in development, on a loopback address. */
const DEVELOPMENT_SESSIONS: readonly StoredFixSession[] = [
  developmentSession('DESK42', 'FIX.4.2'),
  developmentSession('DESK44', 'FIX.4.4'),
  developmentSession('DESK50', 'FIX.5.0SP2'),
  developmentSession('DROP44', 'FIX.4.4', 'dropCopy'),
];

/** The sessions of counterparties, and the log of each. */
export class FixSessionStore {
  constructor(
    private readonly model: Model<FixSessionRecord>,
    private readonly connection: Connection,
  ) {}

  /**
   * By CompID.
   *
   * @param isOpen with the sessions of development; a stored one replaces one of these
   */
  async list(isOpen: boolean): Promise<StoredFixSession[]> {
    const kept = (await this.model.find().sort({ _id: 1 }).lean()).map(stored);
    const taken = new Set(kept.map(({ compId }) => compId));
    const others = isOpen ? DEVELOPMENT_SESSIONS.filter(({ compId }) => !taken.has(compId)) : [];
    return [...kept, ...others].sort((one, other) => (one.compId < other.compId ? -1 : 1));
  }

  /** @param isOpen as in `list` */
  async find(compId: string, isOpen: boolean): Promise<StoredFixSession | null> {
    const found = await this.model.findById(compId).lean();
    if (found) return stored(found);
    return (isOpen && DEVELOPMENT_SESSIONS.find((each) => each.compId === compId)) || null;
  }

  /** Creates or replaces a session. False if somebody decided on the change before. */
  put(
    { compId, ...session }: Omit<StoredFixSession, 'revision'>,
    approval: ChangeApproval | null = null,
  ): Promise<boolean> {
    const change = { $set: session, $inc: { revision: 1 } };
    return this.decided(approval, async (transaction) => {
      const options = { upsert: true, session: transaction };
      await this.model.updateOne({ _id: compId }, change, options);
    });
  }

  /** Its log is kept. False if somebody decided on the change before. */
  remove(compId: string, approval: ChangeApproval | null = null): Promise<boolean> {
    return this.decided(approval, async (session) => {
      await this.model.deleteOne({ _id: compId }, { session });
    });
  }

  /** Ends the connection; the counterparty may log on again. */
  async restart(session: StoredFixSession, transaction?: mongo.ClientSession): Promise<void> {
    const { compId, revision, ...fields } = session;
    // One of development is stored from then on: the gateway sees by its revision what is asked.
    const change = { $inc: { revision: 1 }, ...(revision === 0 && { $setOnInsert: fields }) };
    const options = { upsert: revision === 0, session: transaction };
    await this.model.updateOne({ _id: compId }, change, options);
  }

  /**
   * Restarts both numbers, and takes the session from the process that serves it, in one write: that
   * process begins it again. False if somebody decided on the change before.
   */
  async reset(session: StoredFixSession, approval: ChangeApproval | null = null): Promise<boolean> {
    for (;;) {
      try {
        return await this.decided(approval, async (transaction) => {
          await this.logOf(session).takeAndReset(transaction);
          await this.restart(session, transaction);
        });
      } catch (error) {
        if (!(error instanceof FixLogFenced)) throw error;
        // The process that serves it wrote first. Told to begin again, it writes nothing for a while.
        await this.restart(session);
      }
    }
  }

  logOf({ version, compId }: { version: FixVersion; compId: string }): MongoFixLog {
    const name = `${ENVELOPES[version].beginString}:${OUR_COMP_ID}->${compId}`;
    return new MongoFixLog(this.connection.collection('fix_log'), name);
  }

  /** Makes a change and decides on it, both or neither. */
  private decided(
    approval: ChangeApproval | null,
    make: (session: mongo.ClientSession) => Promise<void>,
  ): Promise<boolean> {
    return this.connection.getClient().withSession((session) =>
      session.withTransaction(async () => {
        const isFirst = !approval || (await approveChange(this.connection.db!, approval, session));
        if (isFirst) await make(session);
        return isFirst;
      }, TRANSACTION),
    );
  }
}

const stored = ({ _id: compId, ...session }: FixSessionRecord): StoredFixSession => ({
  // Stored before there were some of the fields, a session has none of them.
  ...FIX_SESSION_DEFAULTS,
  compId,
  ...session,
});
