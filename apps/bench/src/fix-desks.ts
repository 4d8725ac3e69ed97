import { type FixMessage, utcTimestamp } from '@ome/fix';
import type { EngineProcess } from '../../dev/src/engine-process/engine-process';
import { until } from '../../dev/src/engine-process/engine-process';
import { FixClient } from '../../fix/src/client/fix-client';

const LOGON_MS = 60_000;

/** A FIX session of the measurement, that knows when each order was acknowledged. */
export class FixDesk {
  private entered = 0;
  private readonly waiting = new Map<string, () => void>();
  /** When each report came, by ExecID. */
  readonly heardAt = new Map<string, number>();

  private constructor(
    private readonly client: FixClient,
    private readonly compId: string,
  ) {
    client.onMessage = (message) => this.heard(message);
  }

  /** Defines a session and logs on to it. */
  static async logOn(
    { state: { apiUrl, fixAddress } }: EngineProcess,
    compId: string,
    role: 'orderEntry' | 'dropCopy' = 'orderEntry',
  ): Promise<FixDesk> {
    const answer = await fetch(`${apiUrl}/fix/sessions/${compId}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ version: 'FIX.4.4', role }),
    });
    if (answer.status !== 200) throw new Error(`No session was made: ${await answer.text()}`);
    const [host, port] = fixAddress.split(':');
    const client = await FixClient.create({
      host,
      port: Number(port),
      version: 'FIX.4.4',
      senderCompId: compId,
      targetCompId: 'OME',
      resetOnLogon: true,
    });
    const desk = new FixDesk(client, compId);
    await until(`${compId} to be logged on`, LOGON_MS, async () => {
      if (!client.isConnected) await client.connect().catch(() => undefined);
      return client.isLoggedOn;
    });
    return desk;
  }

  /** Places an order; resolves with its durable acknowledgement. */
  place(): Promise<void> {
    const clOrdId = `${this.compId}-${(this.entered += 1)}`;
    return new Promise((resolve) => {
      this.waiting.set(clOrdId, resolve);
      this.client.send('D', [
        [11, clOrdId],
        [1, '12'],
        [55, 'INFY'],
        [207, 'NSE'],
        [54, 1],
        [60, utcTimestamp(new Date())],
        [38, 30],
        [40, 2],
        [44, '1500.5'],
      ]);
    });
  }

  close(): Promise<void> {
    return this.client.close();
  }

  private heard(message: FixMessage): void {
    this.heardAt.set(message.get(17) ?? '', performance.now());
    const clOrdId = message.get(11) ?? '';
    if (message.get(150) === '8') throw new Error(`${clOrdId} is refused: ${message.get(58)}`);
    this.waiting.get(clOrdId)?.();
    this.waiting.delete(clOrdId);
    // It is kept by nobody: a measurement is of many.
    this.client.received.length = 0;
  }
}
