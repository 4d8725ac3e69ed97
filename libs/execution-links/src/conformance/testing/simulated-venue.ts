import type { BrokerAccount } from '../../../../../apps/simulator/src/brokers/broker-account';
import type { Broker, Front } from '../../../../../apps/simulator/src/front';
import type { RequestType } from '../../../../../apps/simulator/src/ledger/ledger';
import { Harness } from '../../../../../apps/simulator/src/testing/harness';
import { FixVenue } from '../../../../../apps/simulator/src/fix/fix-venue';
import { VenueProxy } from './venue-proxy';

/** A request in the venue's ledger. */
export interface ReachedRequest {
  front: Front;
  type: RequestType;
  orderId: string;
  clOrdId?: string;
  tag?: string;
  orderQty: string | null;
  price: string | null;
}

/** An order in the venue's book. */
export interface ReachedOrder {
  front: Front;
  orderId: string;
  symbol: string;
  exchange: string;
  /** FIX Side. */
  side: '1' | '2';
  orderQty: string;
  price: string | null;
  ordStatus: string;
  cumQty: string;
}

/** The simulator as a link meets it, with a proxy between them. It shows one front only. */
export class SimulatedVenue {
  private constructor(
    private readonly sim: Harness,
    private readonly proxy: VenueProxy,
    private readonly front: Front,
  ) {}

  static async start(front: Front, brokers: BrokerAccount[] = []): Promise<SimulatedVenue> {
    // Limits of the real size are for specs with a clock of their own.
    const sim = await Harness.start(1, { brokers, limitFactor: 1_000 });
    const port = front === 'fix' ? sim.app.get(FixVenue).port : Number(new URL(sim.url).port);
    const door = new VenueProxy(port);
    await door.open();
    return new SimulatedVenue(sim, door, front);
  }

  get url(): string {
    return this.proxy.url;
  }

  async stop(): Promise<void> {
    await this.proxy.shut();
    await this.sim.stop();
  }

  /** How order calls are answered from now on. */
  async behaves(behaviour: string, more: object = {}): Promise<void> {
    await this.told('PUT', '/control', { behaviour, ...more });
  }

  /** Something happens to its FIX sessions. */
  async fixFault(fault: string, body: object = {}): Promise<void> {
    await this.told('POST', `/control/fix/${fault}`, body);
  }

  /** A report that a test makes up. */
  async reports(orderId: string, fields: object): Promise<void> {
    await this.told('POST', `/control/orders/${orderId}/report`, fields);
  }

  /** How queries are answered from now on. */
  async answersLookUps(behaviour: 'answer' | 'missing' | 'error'): Promise<void> {
    await this.told('PUT', '/control/lookup', { behaviour });
  }

  async setPrice(symbol: string, price: string): Promise<void> {
    await this.told('PUT', `/control/prices/${symbol}`, { price });
  }

  async setBroker(settings: object): Promise<void> {
    await this.told('PUT', `/control/brokers/${this.broker}`, settings);
  }

  async endSessions(): Promise<void> {
    await this.told('POST', `/control/brokers/${this.broker}/expire`, {});
  }

  async cutStreams(): Promise<void> {
    await this.told('POST', `/control/brokers/${this.broker}/cut`, {});
  }

  /** Somebody acts in the broker's own app; the fields are those of the broker's own call. */
  async atTerminal(
    userId: string,
    act: 'place' | 'modify' | 'cancel' | 'convert',
    fields: object,
    behaviour: 'fill' | 'rest' = 'fill',
  ): Promise<void> {
    const path = `/control/brokers/${this.broker}/users/${userId}/terminal`;
    await this.told('POST', path, { act, fields, behaviour });
  }

  /** The broker's risk desk closes everything. */
  async squareOff(userId: string): Promise<void> {
    await this.told('POST', `/control/brokers/${this.broker}/users/${userId}/square-off`, {});
  }

  goDown(): Promise<void> {
    return this.proxy.shut();
  }

  comeBack(): Promise<void> {
    return this.proxy.open();
  }

  /** Resets its ledger and its book; sessions stay. */
  async forget(): Promise<void> {
    await this.told('DELETE', '/ledger');
  }

  /** Until every pending fill is done. */
  async quiet(): Promise<void> {
    await this.sim.quiet();
  }

  requests(): Promise<ReachedRequest[]> {
    return this.entries<ReachedRequest>('request');
  }

  orders(): Promise<ReachedOrder[]> {
    return this.entries<ReachedOrder>('order');
  }

  /** Requests that it could not parse, or refused for their content. */
  malformed(): Promise<{ front: Front; comment: string }[]> {
    return this.entries('malformed');
  }

  private get broker(): Broker {
    if (['rest', 'fix'].includes(this.front)) throw new Error('A REST link is not a broker');
    return this.front;
  }

  private async entries<T extends { front: Front }>(kind: string): Promise<T[]> {
    const { json } = await this.sim.call('GET', `/ledger?kind=${kind}`);
    return (json.items as unknown as T[]).filter(({ front }) => front === this.front);
  }

  private async told(method: string, path: string, body?: object): Promise<void> {
    const { status, text } = await this.sim.call(method, path, body);
    if (status >= 300) throw new Error(`${method} ${path}: ${status} ${text}`);
  }
}
