import type { Behaviour, TradePostBehaviour } from '../../../simulator/src/behaviour';
import type { BrokerSettings } from '../../../simulator/src/brokers/brokers-control';
import type { TerminalAct } from '../../../simulator/src/brokers/terminal';
import type { Broker } from '../brokers';
import type { DeliveryEntry, RequestEntry } from '../../../simulator/src/ledger/ledger';
import type { Summary } from '../../../simulator/src/ledger/ledger.controller';
import type { ReportRecord } from '../../../simulator/src/reports/report-queue';
import { SIMULATED_SESSIONS } from '../../../dev/src/simulated-brokers';
import type { JsonClient } from '../json-client';

/** An order in the venue's book, as the ledger shows it. */
export interface LedgerOrder {
  readonly kind: 'order';
  readonly front: string;
  /** When the venue accepted it. */
  readonly at: string;
  /** At a broker the broker's own. */
  readonly orderId: string;
  readonly clOrdId: string;
  /** The broker's own number of it, if `orderId` is the engine's. */
  readonly brokerOrderId?: string;
  /** The tag of the attempt that placed it; at brokers only. */
  readonly tag?: string;
  readonly account: string;
  readonly symbol: string;
  readonly exchange: string;
  /** FIX Side. */
  readonly side: '1' | '2';
  readonly duplicate: boolean;
  /** FIX OrdStatus code. */
  readonly ordStatus: string;
  readonly orderQty: string;
  readonly cumQty: string;
  readonly leavesQty: string;
  readonly avgPx: string;
  readonly executions: readonly ReportRecord[];
}

/** Whether it came from the broker's own app: the engine's orders at brokers all have tags. */
export const isForeign = ({ front, tag }: LedgerOrder): boolean => front !== 'rest' && tag === '';

const terminalOf = (broker: Broker): string =>
  `/control/brokers/${broker}/users/${SIMULATED_SESSIONS[broker].userId}`;

interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}

/** The simulated venues: their control, and their ledger. */
export class Simulator {
  constructor(private readonly client: JsonClient) {}

  /** Reset: no orders, no special behaviour. */
  async reset(): Promise<void> {
    await this.client.expect('DELETE', '/control');
    await this.client.expect('DELETE', '/ledger');
  }

  async setSymbol(symbol: string, behaviour: Behaviour): Promise<void> {
    await this.client.expect('PUT', `/control/symbols/${encodeURIComponent(symbol)}`, behaviour);
  }

  async setTradePost(behaviour: TradePostBehaviour): Promise<void> {
    await this.client.expect('PUT', '/control/trade_post', behaviour);
  }

  async setBroker(broker: Broker, settings: Partial<BrokerSettings>): Promise<void> {
    await this.client.expect('PUT', `/control/brokers/${broker}`, settings);
  }

  async cutStreams(broker: Broker, downForMs: number): Promise<void> {
    await this.client.expect('POST', `/control/brokers/${broker}/cut`, { downForMs });
  }

  async expireSessions(broker: Broker): Promise<void> {
    await this.client.expect('POST', `/control/brokers/${broker}/expire`, {});
  }

  /** Somebody acts in the broker's own app; a refused act has no effect. */
  async actAtTerminal(
    broker: Broker,
    act: TerminalAct,
    fields: object,
    behaviour: 'fill' | 'rest' = 'fill',
  ): Promise<void> {
    const path = `${terminalOf(broker)}/terminal`;
    await this.client.request('POST', path, { act, fields, behaviour });
  }

  /** The broker's risk desk closes everything. */
  async squareOff(broker: Broker): Promise<void> {
    await this.client.expect('POST', `${terminalOf(broker)}/square-off`, {});
  }

  summary(): Promise<Summary> {
    return this.client.get<Summary>('/ledger/summary');
  }

  orders(): Promise<LedgerOrder[]> {
    return this.all<LedgerOrder>('order');
  }

  requests(): Promise<RequestEntry[]> {
    return this.all<RequestEntry>('request');
  }

  deliveries(): Promise<DeliveryEntry[]> {
    return this.all<DeliveryEntry>('delivery');
  }

  private async all<T>(kind: string): Promise<T[]> {
    const entries: T[] = [];
    let after: string | null = '0';
    while (after !== null) {
      const path: string = `/ledger?kind=${kind}&limit=1000&after=${after}`;
      const { items, nextCursor }: Page<T> = await this.client.get<Page<T>>(path);
      entries.push(...items);
      after = nextCursor;
    }
    return entries;
  }
}
