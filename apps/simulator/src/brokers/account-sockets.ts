import type { BrokerAccount } from './broker-account';

/** The stream sockets of a broker's accounts, one each, and whether new ones are let in. */
export class AccountSockets<S> {
  private readonly sockets = new Map<BrokerAccount, S>();
  private downUntilMs = 0;

  constructor(private readonly close: (socket: S) => void) {}

  /** The socket of an account from now on; the one before is closed. */
  admit(account: BrokerAccount, socket: S): void {
    if (this.sockets.get(account) !== socket) this.evict(account);
    this.sockets.set(account, socket);
  }

  of(account: BrokerAccount): S | undefined {
    return this.sockets.get(account);
  }

  /** The socket has closed. */
  forget(socket: S): void {
    for (const [account, known] of this.sockets) {
      if (known === socket) this.sockets.delete(account);
    }
  }

  evict(account: BrokerAccount): void {
    const socket = this.sockets.get(account);
    this.sockets.delete(account);
    if (socket !== undefined) this.close(socket);
  }

  /** Lets no new socket in for so long. */
  goDown(downForMs: number): void {
    this.downUntilMs = Date.now() + downForMs;
    this.sockets.clear();
  }

  get down(): boolean {
    return Date.now() < this.downUntilMs;
  }
}
