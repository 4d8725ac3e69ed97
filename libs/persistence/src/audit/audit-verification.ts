import type { AuditFaultView, AuditVerificationView } from '@ome/contracts';
import type { mongo } from 'mongoose';
import { begunWord, type ChainLink, hashOf, settledWord, type Word } from './audit-chain';
import type { AuditEntryRecord } from './audit-entry.schema';

const PAGE = 1_000;
const FAULTS_TOLD = 100;
/** An outcome is read with its entry, before the words written meanwhile: as many wait for those. */
const MOST_WAITING = 10_000;

type Linked = ChainLink & { id: string };

/**
 * Follows every chain of the audit from its first word to its last. It keeps the end of each chain
 * in memory, not the chain.
 */
export class AuditVerification {
  constructor(private readonly entries: mongo.Collection<AuditEntryRecord>) {}

  async run(): Promise<AuditVerificationView> {
    const check = new ChainCheck(await this.continued());
    for await (const entry of this.all()) check.take(entry);
    return check.end();
  }

  /** The hashes that chains begin behind. */
  private async continued(): Promise<string[]> {
    const hashes: string[] = [];
    for await (const { chained, settled } of this.all()) {
      for (const link of [chained, settled]) {
        if (link?.seq === 1 && link.prev !== null) hashes.push(link.prev);
      }
    }
    return hashes;
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

interface Chain {
  last: Linked | null;
  /** Links read before the ones that they follow, by number. */
  readonly waiting: Map<number, Linked>;
}

class ChainCheck {
  private readonly chains = new Map<string, Chain>();
  private readonly roots: Linked[] = [];
  private readonly unseen: Set<string>;
  private readonly faults: AuditFaultView[] = [];
  private faultCount = 0;
  private entries = 0;
  private outside = 0;

  /** @param continued the hashes that chains begin behind. */
  constructor(continued: readonly string[]) {
    this.unseen = new Set(continued);
  }

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
    for (const chain of this.chains.values()) {
      while (chain.waiting.size > 0) this.skipGap(chain);
    }
    for (const { id, prev } of this.roots) {
      if (prev !== null && this.unseen.has(prev)) this.notTied(id);
    }
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
    this.unseen.delete(link.hash);
    const chain = this.chainOf(link.chain);
    if (chain.waiting.has(link.seq) || link.seq <= (chain.last?.seq ?? 0)) {
      return this.fault(id, 'takes the place of another entry');
    }
    chain.waiting.set(link.seq, { ...link, id });
    this.follow(chain);
    if (chain.waiting.size > MOST_WAITING) this.skipGap(chain);
  }

  private chainOf(name: string): Chain {
    const known = this.chains.get(name);
    if (known) return known;
    const chain = { last: null, waiting: new Map<number, Linked>() };
    this.chains.set(name, chain);
    return chain;
  }

  /** Ties what follows the end of the chain without a gap. */
  private follow(chain: Chain): void {
    for (let next: Linked | undefined; (next = chain.waiting.get((chain.last?.seq ?? 0) + 1));) {
      if (!chain.last) this.roots.push(next);
      else if (next.prev !== chain.last.hash) this.notTied(next.id);
      chain.waiting.delete(next.seq);
      chain.last = next;
    }
  }

  private skipGap(chain: Chain): void {
    const next = chain.waiting.get(Math.min(...chain.waiting.keys()))!;
    this.fault(next.id, 'follows an entry that is gone');
    chain.waiting.delete(next.seq);
    chain.last = next;
    this.follow(chain);
  }

  private notTied(id: string): void {
    this.fault(id, 'follows another entry than it says');
  }

  private fault(id: string, text: string): void {
    this.faultCount += 1;
    if (this.faults.length < FAULTS_TOLD) this.faults.push({ id, text });
  }
}
