import {
  type BrokerToken,
  BrokerTokens,
  type CallBudget,
  type CallKind,
  type TakenCall,
} from '@ome/engine';

/** The store of tokens, in memory. */
export class MemoryTokens extends BrokerTokens {
  private readonly tokens = new Map<string, BrokerToken>();

  async load(link: string, session: string): Promise<BrokerToken | null> {
    return this.tokens.get(`${link}/${session}`) ?? null;
  }

  async save(link: string, session: string, token: BrokerToken): Promise<void> {
    this.tokens.set(`${link}/${session}`, token);
  }

  async forget(link: string, session: string, obtainedAt: Date): Promise<void> {
    const known = this.tokens.get(`${link}/${session}`);
    if (known?.obtainedAt.getTime() === obtainedAt.getTime()) {
      this.tokens.delete(`${link}/${session}`);
    }
  }
}

/** Limits that have room until told otherwise, and that note the calls counted. */
export class FakeBudget implements CallBudget {
  readonly taken: CallKind[] = [];
  /** Of the calls taken, those not over. */
  underWay = 0;
  readonly backedOff: number[] = [];
  delay = 0;

  async delayMs(): Promise<number> {
    return this.delay;
  }

  async take(kind: CallKind): Promise<TakenCall | null> {
    if (this.delay > 0) return null;
    this.taken.push(kind);
    this.underWay += 1;
    return { over: () => (this.underWay -= 1) };
  }

  async backOff(ms: number): Promise<void> {
    this.backedOff.push(ms);
  }
}
