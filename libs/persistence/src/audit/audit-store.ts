import type { AuditOutcome } from '@ome/contracts';
import { KeyedQueue } from '@ome/event-store';
import { type Model, Types } from 'mongoose';
import { MAJORITY } from '../concerns';
import { begunWord, type ChainLink, linkBehind, settledWord, type Word } from './audit-chain';
import type { AuditEntryRecord } from './audit-entry.schema';

export type NewAuditEntry = Pick<
  AuditEntryRecord,
  'at' | 'by' | 'action' | 'subject' | 'summary' | 'requestId' | 'expiresAt'
>;

const CHAIN = 'chain';

/**
 * Writes who changes what: before it is done, and again what became of it. What is kept for good is
 * tied into a chain of hashes, one word at a time, so that nothing can be changed or taken out
 * unnoticed.
 */
export class AuditStore {
  private readonly turns = new KeyedQueue();
  /** The last word that is known to be stored. */
  private tail: ChainLink | null = null;
  /** Of this process; a word that may or may not have been stored ends it. */
  private isChained = false;
  /** Entries of the chain whose outcome is still to come. */
  private readonly unsettled = new Set<string>();

  constructor(private readonly model: Model<AuditEntryRecord>) {}

  /** Resolves to the entry's id once a majority holds it. */
  async begin(entry: NewAuditEntry): Promise<string> {
    const _id = new Types.ObjectId();
    const id = _id.toHexString();
    const document = { _id, ...entry, outcome: 'begun' as const, reason: null };
    const insert = async (chained?: ChainLink): Promise<boolean> => {
      const stored = { ...document, ...(chained && { chained }) };
      await this.model.collection.insertOne(stored, { writeConcern: MAJORITY });
      return true;
    };
    if (entry.expiresAt) await insert();
    else {
      await this.append(begunWord({ id, ...entry }), insert);
      this.unsettled.add(id);
    }
    return id;
  }

  /** Only the first outcome of an entry is stored; later ones are ignored. */
  async settle(id: string, outcome: AuditOutcome, reason: string | null): Promise<void> {
    const begun = { _id: new Types.ObjectId(id), outcome: 'begun' };
    const update = async (settled?: ChainLink): Promise<boolean> => {
      const change = { $set: { outcome, reason, ...(settled && { settled }) } };
      const options = { writeConcern: MAJORITY };
      return (await this.model.collection.updateOne(begun, change, options)).modifiedCount === 1;
    };
    if (this.unsettled.delete(id)) await this.append(settledWord(id, outcome, reason), update);
    else await update();
  }

  private append(word: Word, write: (link: ChainLink) => Promise<boolean>): Promise<void> {
    return this.turns.run(CHAIN, async () => {
      const tail = this.tail ?? (await this.newest());
      const link = linkBehind(
        tail,
        this.isChained ? null : new Types.ObjectId().toHexString(),
        word,
      );
      try {
        if (!(await write(link))) return;
      } catch (error) {
        this.isChained = false;
        throw error;
      }
      this.tail = link;
      this.isChained = true;
    });
  }

  /** Of another process, or of an earlier run of this one. */
  private async newest(): Promise<ChainLink | null> {
    const entries = this.model.collection.find().sort({ _id: -1 }).limit(100);
    for await (const { settled, chained } of entries) {
      const link = (settled ?? chained) as ChainLink | undefined;
      if (link) return link;
    }
    return null;
  }
}
