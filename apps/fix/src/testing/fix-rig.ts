import type { INestApplicationContext } from '@nestjs/common';
import { BLANK_REPORT, type ExecutionReport, type OrderFact } from '@ome/domain';
import {
  BasketWriter,
  BookReport,
  ChangeOrder,
  Clock,
  Ids,
  Journal,
  OrderWriter,
  PlaceOrder,
  HeldLegs,
  RunBaskets,
} from '@ome/engine';
import { readEngineSettings } from '@ome/execution-links';
import type { FixMessage, FixVersion } from '@ome/fix';
import { FIX_SESSION_DEFAULTS, FixSessionStore, type StoredFixSession } from '@ome/persistence';
import { TestStore } from '../../../api/src/testing/test-api';
import { eventually } from '../../../../libs/platform/src/testing/eventually';
import { FixClient, type FixClientOptions } from '../client/fix-client';
import { createFix } from '../create-fix';
import { FixGateway } from '../fix.module';

const BY_LINK = { by: 'rest', requestId: null };

/** The gateway in this process, with the worker's part played by the test. */
export class FixRig {
  private readonly clients: FixClient[] = [];

  private constructor(
    readonly app: INestApplicationContext,
    readonly store: TestStore,
  ) {}

  /** @param shared the store of another gateway */
  static async start(
    environment: Record<string, string> = {},
    shared?: TestStore,
  ): Promise<FixRig> {
    const store = shared ?? (await TestStore.create());
    const settings = { ...store.environment, FIX_PORT: '0', ...environment };
    return new FixRig(await createFix(readEngineSettings(settings)), store);
  }

  async stop({ keepsStore = false } = {}): Promise<void> {
    await this.leave();
    await this.app.close();
    if (!keepsStore) await this.store.drop();
  }

  /** Defines a session; what is not given is the default. */
  async define(compId: string, fields: Partial<StoredFixSession>): Promise<void> {
    await this.app.get(FixSessionStore).put({
      ...FIX_SESSION_DEFAULTS,
      compId,
      version: 'FIX.4.4',
      defaultAccount: compId,
      ...fields,
    });
  }

  /** Ends all connections. */
  async leave(): Promise<void> {
    await Promise.all(this.clients.splice(0).map((client) => client.close()));
  }

  /** Sends a Logon with numbers that begin anew. */
  async connect(
    senderCompId: string,
    version: FixVersion,
    tls?: FixClientOptions['tls'],
  ): Promise<FixClient> {
    const { port } = this.app.get(FixGateway);
    const names = { senderCompId, targetCompId: 'OME', resetOnLogon: true };
    const client = await FixClient.create({ host: '127.0.0.1', port, version, tls, ...names });
    this.clients.push(client);
    await client.connect();
    return client;
  }

  /** The gateway may have to notice the session first. */
  async logOn(
    senderCompId: string,
    version: FixVersion,
    tls?: FixClientOptions['tls'],
  ): Promise<FixClient> {
    const client = await this.connect(senderCompId, version, tls);
    await eventually(async () => {
      if (client.isLoggedOn) return;
      if (!client.isConnected) await client.connect();
      throw new Error(`${senderCompId} is not logged on`);
    });
    return client;
  }

  /** The first message that `isMeant`, once it came. */
  heard(client: FixClient, isMeant: (message: FixMessage) => boolean): Promise<FixMessage> {
    return eventually(() => {
      const found = client.received.find(isMeant);
      if (found) return found;
      throw new Error(`Not heard yet, but ${client.received.map(readable).join('\n')}`);
    });
  }

  /** The link takes a command, as the worker's journal has it. */
  async send(orderId: string, clOrdId = orderId): Promise<void> {
    const attempt = 1;
    const sendBy = new Date(Date.now() + 60_000);
    await this.append(orderId, { type: 'SendStarted', clOrdId, attempt, tag: clOrdId, sendBy });
    const accepted = { clOrdId, attempt, brokerOrderId: null, text: null };
    await this.append(orderId, { type: 'SendAccepted', ...accepted });
  }

  /** The link reports. */
  async report(orderId: string, fields: Partial<ExecutionReport>): Promise<void> {
    const report = { ...BLANK_REPORT, kind: 'New' as const, link: 'rest', clOrdId: orderId };
    await this.app.get(BookReport).execute({ ...report, ...fields }, BY_LINK);
  }

  /** Takes a basket as far as it gets. */
  async advance(account: string, basketClOrdId: string): Promise<void> {
    const { app } = this;
    const entry = { place: app.get(PlaceOrder), change: app.get(ChangeOrder) };
    const ids = app.get<Ids>(Ids);
    await new RunBaskets(
      app.get(BasketWriter),
      app.get(Journal),
      entry,
      app.get(HeldLegs),
      ids,
      app.get(Clock),
    ).advance(ids.derive('basket', account, basketClOrdId));
  }

  private async append(orderId: string, fact: OrderFact): Promise<void> {
    await this.app.get(OrderWriter).change(orderId, () => fact, BY_LINK);
  }
}

export const readable = ({ tags, values }: FixMessage): string =>
  tags.map((tag, at) => `${tag}=${values[at]}`).join('|');
