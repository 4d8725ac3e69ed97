/**
 * Multiples of the heartbeat interval: a test request is sent, and then the connection is given up.
 */
const TEST_AFTER = 1.2;
const GIVE_UP_AFTER = 2.4;

/** Whether the counterparty is still there, and what silence asks for. Times in milliseconds. */
export class Liveness {
  /** 0 for no heartbeats. */
  heartBtIntMs = 0;
  /** 0 if nothing ever was. */
  lastReceivedAt = 0;
  private testsSent = 0;

  received(now: number): void {
    this.lastReceivedAt = now;
    this.testsSent = 0;
  }

  /** What is to be sent, or why the connection is given up; null for nothing. */
  due(now: number, lastSentAt: number): 'heartbeat' | 'testRequest' | Error | null {
    if (this.heartBtIntMs === 0) return null;
    const silentMs = now - this.lastReceivedAt;
    if (silentMs > this.heartBtIntMs * GIVE_UP_AFTER) {
      return new Error(`Nothing was received for ${silentMs} ms`);
    }
    if (silentMs > this.heartBtIntMs * TEST_AFTER * (this.testsSent + 1)) {
      this.testsSent += 1;
      return 'testRequest';
    }
    return this.testsSent === 0 && now - lastSentAt >= this.heartBtIntMs ? 'heartbeat' : null;
  }
}
