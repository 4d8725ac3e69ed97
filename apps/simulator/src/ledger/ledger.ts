import { Injectable } from '@nestjs/common';
import type { BehaviourName, TradePostBehaviour } from '../behaviour';
import type { LinkRequest, RequestType } from '../link/link-request';
import type { VenueOrder } from '../link/venue-order';
import type { LedgerQuery } from './ledger-query';

/** A request as it reached the execution link. Quantities and prices are decimal texts. */
export interface RequestEntry {
  kind: 'request';
  at: Date;
  type: RequestType;
  orderId: string;
  clOrdId: string;
  origClOrdId: string;
  symbol: string;
  orderQty: string | null;
  price: string | null;
  behaviour: BehaviourName;
  /** `accepted` and `rejected` were acted on; `rejected` is answered by a report that says so. */
  done: 'accepted' | 'rejected' | 'notActedOn';
  /** The venue had acted on this ClOrdID before. */
  duplicate: boolean;
}

/** A request that was answered 400, as it came. */
export interface MalformedEntry {
  kind: 'malformed';
  at: Date;
  orderId: string;
  type: RequestType;
  comment: string;
  body: unknown;
}

/** The engine asking what became of a request. */
export interface LookupEntry {
  kind: 'lookup';
  at: Date;
  orderId: string;
  clOrdId: string;
  /** HTTP status of the answer. */
  status: number;
}

/** A fill as it reached the trade post. */
export interface DeliveryEntry {
  kind: 'delivery';
  at: Date;
  orderId: string;
  fillId: string;
  behaviour: TradePostBehaviour['behaviour'];
  /** The trade post has it, whether or not its answer came through. */
  taken: boolean;
  body: unknown;
}

export type LedgerEntry = RequestEntry | MalformedEntry | LookupEntry | DeliveryEntry | VenueOrder;

export interface LedgerPage {
  items: LedgerEntry[];
  /** Null at the end of the ledger. */
  nextCursor: string | null;
}

/** All that reached the simulator, in order of arrival. */
@Injectable()
export class Ledger {
  private entries: LedgerEntry[] = [];
  private requestsByOrder = new Map<string, number>();
  private deliveriesByFill = new Map<string, number>();
  private takenFills = new Set<string>();
  private counters = newCounters();

  /** The entry is there from the arrival on; `done` is for the caller to fill in. */
  recordRequest(request: LinkRequest, behaviour: BehaviourName, duplicate: boolean): RequestEntry {
    const { type, orderId, clOrdId, origClOrdId, symbol } = request;
    const terms = request.type === 'cancel' ? null : request;
    const entry: RequestEntry = {
      kind: 'request',
      at: new Date(),
      type,
      orderId,
      clOrdId,
      origClOrdId,
      symbol,
      orderQty: terms?.quantity.toFixed() ?? null,
      price: terms?.price?.toFixed() ?? null,
      behaviour,
      done: 'notActedOn',
      duplicate,
    };
    this.counters.requests += 1;
    this.requestsByOrder.set(orderId, this.requestsOf(orderId) + 1);
    this.entries.push(entry);
    return entry;
  }

  recordMalformed(type: RequestType, orderId: string, comment: string, body: unknown): void {
    this.counters.malformed += 1;
    this.entries.push({ kind: 'malformed', at: new Date(), orderId, type, comment, body });
  }

  recordLookup(clOrdId: string, orderId: string, status: number): void {
    this.counters.lookups += 1;
    this.entries.push({ kind: 'lookup', at: new Date(), orderId, clOrdId, status });
  }

  recordOrder(order: VenueOrder): void {
    this.entries.push(order);
  }

  recordDelivery(delivery: Omit<DeliveryEntry, 'kind' | 'at'>): void {
    const fill = fillKey(delivery.orderId, delivery.fillId);
    this.counters.deliveries += 1;
    this.deliveriesByFill.set(fill, this.deliveriesOf(delivery.orderId, delivery.fillId) + 1);
    if (delivery.taken) this.takenFills.add(fill);
    this.entries.push({ kind: 'delivery', at: new Date(), ...delivery });
  }

  /** How many requests about an order were recorded. */
  requestsOf(orderId: string): number {
    return this.requestsByOrder.get(orderId) ?? 0;
  }

  /** How often a fill was delivered. */
  deliveriesOf(orderId: string, fillId: string): number {
    return this.deliveriesByFill.get(fillKey(orderId, fillId)) ?? 0;
  }

  page(query: LedgerQuery): LedgerPage {
    const items: LedgerEntry[] = [];
    let index = query.after;
    for (; index < this.entries.length && items.length < query.limit; index += 1) {
      const entry = this.entries[index];
      if (query.orderId !== undefined && entry.orderId !== query.orderId) continue;
      if (query.kind !== undefined && entry.kind !== query.kind) continue;
      items.push(entry);
    }
    return { items, nextCursor: index < this.entries.length ? String(index) : null };
  }

  counts(): ReturnType<typeof newCounters> & { fillsDelivered: number } {
    return { ...this.counters, fillsDelivered: this.takenFills.size };
  }

  reset(): void {
    this.entries = [];
    this.requestsByOrder = new Map();
    this.deliveriesByFill = new Map();
    this.takenFills = new Set();
    this.counters = newCounters();
  }
}

const newCounters = (): {
  requests: number;
  malformed: number;
  lookups: number;
  deliveries: number;
} => ({ requests: 0, malformed: 0, lookups: 0, deliveries: 0 });

const fillKey = (orderId: string, fillId: string): string => `${orderId}\n${fillId}`;
