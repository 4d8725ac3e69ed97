import { LRUCache } from 'lru-cache';

const MAX_PLACEMENTS = 1_000;

/**
 * Whether the broker returns the remark that an order was placed with. It is undocumented and may
 * change from day to day, so it is learned anew in each login from rows of orders placed in it. One
 * row without the remark disproves it until the next login.
 */
export class IdentityEcho {
  private readonly sent = new LRUCache<string, string>({ max: MAX_PLACEMENTS });
  private login: string | null = null;
  private verdict: boolean | null = null;

  /** @param login the current one; what an earlier login showed no longer counts */
  constructor(private readonly currentLogin: () => string | null) {}

  get isProved(): boolean {
    this.noticeLogin();
    return this.verdict === true;
  }

  get isKnown(): boolean {
    this.noticeLogin();
    return this.verdict !== null;
  }

  /** Notes that an order was placed with this remark. */
  placed(brokerOrderId: string, tag: string): void {
    this.noticeLogin();
    this.sent.set(brokerOrderId, tag);
  }

  /** Notes that a row of the book shows this remark, or none. */
  observe(brokerOrderId: string, remark: string | null): void {
    this.noticeLogin();
    const tag = this.sent.get(brokerOrderId);
    if (tag === undefined) return;
    this.verdict = remark === tag && this.verdict !== false;
  }

  private noticeLogin(): void {
    const login = this.currentLogin();
    if (login === this.login) return;
    this.login = login;
    this.verdict = null;
    this.sent.clear();
  }
}
