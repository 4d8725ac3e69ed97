import type { AuditFaultView, AuditVerificationView } from '@ome/contracts';
import type { mongo } from 'mongoose';
import { begunWord, type ChainLink, hashOf, settledWord, type Word } from './audit-chain';
import type { AuditEntryRecord } from './audit-entry.schema';

const PAGE = 1_000;
const FAULTS_TOLD = 100;

type Linked = ChainLink & { id: string };

/** Follows every chain of the audit from its first word to its last. */
export class AuditVerification {
  constructor(private readonly entries: mongo.Collection<AuditEntryRecord>) {}

  async run(): Promise<AuditVerificationView> {
    const check = new ChainCheck();
    for await (const entry of this.all()) check.take(entry);
    return check.end();
  }

  private async *all(): AsyncGenerator<AuditEntryRecord> {
    for (let last: unknown = null; ;) {
      const behind = last === null ? {} : { _id: { $gt: last } };
      const page = await this.entries
        .find(behind as object)
        .sort({ _id: 1 })
        .limit(PAGE)
        .toArray();
      yield* page;
      if (page.length < PAGE) return;
      last = page.at(-1)!._id;
    }
  }
}

class ChainCheck {
  private readonly chains = new Map<string, Linked[]>();
  private readonly hashes = new Set<string>();
  private readonly faults: AuditFaultView[] = [];
  private faultCount = 0;
  private entries = 0;
  private outside = 0;

  take({ _id, chained, settled, ...entry }: AuditEntryRecord): void {
    const id = _id.toHexString();
    this.entries += 1;
    if (!chained) {
      this.outside += 1;
      return;
    }
    this.word(id, chained, begunWord({ id, ...entry }));
    if (settled) this.word(id, settled, settledWord(id, entry.outcome, entry.reason));
    else if (entry.outcome !== 'begun') this.fault(id, 'has an outcome that is in no chain');
  }

  end(): AuditVerificationView {
    for (const links of this.chains.values()) this.follow(links);
    return {
      entries: this.entries,
      chains: this.chains.size,
      outside: this.outside,
      faultCount: this.faultCount,
      faults: this.faults,
    };
  }

  private word(id: string, link: ChainLink, word: Word): void {
    if (hashOf(link, word) !== link.hash) this.fault(id, 'was changed');
    const links = this.chains.get(link.chain);
    if (links) links.push({ ...link, id });
    else this.chains.set(link.chain, [{ ...link, id }]);
    this.hashes.add(link.hash);
  }

  private follow(links: Linked[]): void {
    links.sort((one, other) => one.seq - other.seq);
    let before: Linked | null = null;
    for (const link of links) {
      const isNext = link.seq === (before?.seq ?? 0) + 1;
      const isTied = before ? link.prev === before.hash : this.isRooted(link);
      if (!isNext) this.fault(link.id, 'follows an entry that is gone');
      else if (!isTied) this.fault(link.id, 'follows another entry than it says');
      before = link;
    }
  }

  private isRooted({ prev }: Linked): boolean {
    return prev === null || this.hashes.has(prev);
  }

  private fault(id: string, text: string): void {
    this.faultCount += 1;
    if (this.faults.length < FAULTS_TOLD) this.faults.push({ id, text });
  }
}
