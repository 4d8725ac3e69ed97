import type { AuditOutcome } from '@ome/contracts';
import { type Model, Types } from 'mongoose';
import { MAJORITY } from '../concerns';
import type { AuditEntryRecord } from './audit-entry.schema';

export type NewAuditEntry = Pick<
  AuditEntryRecord,
  'at' | 'by' | 'action' | 'subject' | 'summary' | 'requestId' | 'expiresAt'
>;

/** Records who changes what, before the change, and its outcome afterwards. */
export class AuditStore {
  constructor(private readonly model: Model<AuditEntryRecord>) {}

  /** Resolves to the entry's id once a majority holds it. */
  async begin(entry: NewAuditEntry): Promise<string> {
    const _id = new Types.ObjectId();
    const document = { _id, ...entry, outcome: 'begun' as const, reason: null };
    await this.model.collection.insertOne(document, { writeConcern: MAJORITY });
    return _id.toHexString();
  }

  /** Only the first outcome of an entry is stored; later ones are ignored. */
  async settle(id: string, outcome: AuditOutcome, reason: string | null): Promise<void> {
    const begun = { _id: new Types.ObjectId(id), outcome: 'begun' };
    const change = { $set: { outcome, reason } };
    await this.model.collection.updateOne(begun, change, { writeConcern: MAJORITY });
  }
}
