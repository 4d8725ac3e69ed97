import type { FixMessage, FixVersion } from '@ome/fix';
import { setTimeout as sleep } from 'node:timers/promises';
import { FixClient } from '../../../fix/src/client/fix-client';

const RECONNECT_MS = 100;
/** An end of a connection that hears nothing gives it up after 2.4 times as many seconds. */
const HEARTBEAT_SECONDS = 2;
const LOGON_MS = 3_000;
/** Whatever is killed and started again meanwhile. */
const ANSWER_MS = 300_000;

/** ExecTypes of reports that come of their own accord: all but the answer to a status request. */
const STATUS = 'I';

/** A counterparty that stays logged on as well as it can, at whichever gateway serves its session. */
export class FixDesk {
  private isOver = false;
  private staying: Promise<void> | undefined;
  private readonly waiting = new Map<string, (message: FixMessage) => void>();

  private constructor(
    readonly compId: string,
    private readonly client: FixClient,
    private readonly ports: readonly number[],
  ) {
    client.onMessage = (message) => this.heard(message);
  }

  static async create(
    compId: string,
    version: FixVersion,
    /** Of the gateways; more may come. */
    ports: readonly number[],
  ): Promise<FixDesk> {
    const client = await FixClient.create({
      host: '127.0.0.1',
      port: ports[0],
      version,
      senderCompId: compId,
      targetCompId: 'OME',
      resetOnLogon: false,
      heartBtInt: HEARTBEAT_SECONDS,
    });
    return new FixDesk(compId, client, ports);
  }

  /** Reports and rejects of cancels and changes, which both tell the status. */
  get answers(): readonly FixMessage[] {
    return this.client.received.filter(({ type }) => type === '8' || type === '9');
  }

  /** Every ExecutionReport that came, in order. */
  get reports(): FixMessage[] {
    return this.client.received.filter(
      (message) => message.type === '8' && message.get(150) !== STATUS,
    );
  }

  /** What came beside reports and refused cancels. */
  get others(): FixMessage[] {
    return this.client.received.filter(({ type }) => type !== '8' && type !== '9');
  }

  get isLoggedOn(): boolean {
    return this.client.isLoggedOn;
  }

  start(): void {
    this.staying = this.stay();
  }

  async stop(): Promise<void> {
    this.isOver = true;
    await this.staying;
    await this.client.close();
  }

  /** Sends a request, now or when it is logged on; resolves to the first message that names it. */
  request(type: string, clOrdId: string, body: Parameters<FixClient['send']>[1]) {
    return new Promise<FixMessage>((resolve, reject) => {
      const patience = setTimeout(
        () => reject(new Error(`${clOrdId} was not answered in ${ANSWER_MS} ms`)),
        ANSWER_MS,
      );
      this.waiting.set(clOrdId, (message) => {
        clearTimeout(patience);
        resolve(message);
      });
      this.client.send(type, [[11, clOrdId], ...body]);
    });
  }

  cut = (): void => this.client.cut();
  abandon = (): void => this.client.abandon();

  askForAll(): void {
    if (this.client.isLoggedOn) this.client.askForAll();
  }

  private heard(message: FixMessage): void {
    const clOrdId = message.get(11) ?? '';
    this.waiting.get(clOrdId)?.(message);
    this.waiting.delete(clOrdId);
  }

  private async stay(): Promise<void> {
    for (let turn = 0; !this.isOver; turn += 1) {
      if (!this.client.isConnected) {
        await this.client.connect(this.ports[turn % this.ports.length]).catch(() => undefined);
      }
      await this.untilLoggedOn();
      await sleep(RECONNECT_MS);
    }
  }

  /** A Logon that nobody answers is given up. */
  private async untilLoggedOn(): Promise<void> {
    const deadline = Date.now() + LOGON_MS;
    while (this.client.isConnected && !this.client.isLoggedOn) {
      if (Date.now() > deadline) return this.client.cut();
      await sleep(RECONNECT_MS);
    }
  }
}
