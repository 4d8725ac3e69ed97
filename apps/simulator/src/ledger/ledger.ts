import { Injectable } from '@nestjs/common';
import type { BehaviourName, TradePostBehaviour } from '../behaviour';
import type { Front } from '../front';
import type { VenueOrder } from '../venue/venue-order';
import type { LedgerQuery } from './ledger-query';
import { Tally, type Counted, type Counts } from './tally';

export type RequestType = 'new' | 'replace' | 'cancel';

/** The content of a request. Quantities and prices are decimal strings. */
export interface RequestFacts {
  front: Front;
  type: RequestType;
  /** The engine's id of the order; at a broker the broker's, empty until it has assigned one. */
  orderId: string;
  /** REST link only. */
  clOrdId?: string;
  origClOrdId?: string;
  /** The broker's `remarks` or `user_remark`. */
  tag?: string;
  account: string;
  symbol: string;
  orderQty: string | null;
  price: string | null;
}

/** A request as it reached the venue. */
export interface RequestEntry extends RequestFacts {
  kind: 'request';
  at: Date;
  behaviour: BehaviourName;
  /** `accepted` and `rejected` were acted on; a report announces a rejection. */
  done: 'accepted' | 'rejected' | 'notActedOn';
  /** The venue had acted on this ClOrdID, or placed an order with this tag, before. */
  duplicate: boolean;
}

/** A request that was refused as malformed, as it came. */
export interface MalformedEntry {
  kind: 'malformed';
  at: Date;
  front: Front;
  orderId: string;
  type: string;
  comment: string;
  /** Missing for the brokers' requests: they carry keys. */
  body?: unknown;
}

/** The engine asked for the outcome of a request, or for a book. */
export interface LookupEntry {
  kind: 'lookup';
  at: Date;
  front: Front;
  orderId: string;
  clOrdId?: string;
  /** The name of the book, at a broker. */
  call?: string;
  account?: string;
  /** HTTP status of the answer. */
  status: number;
}

/** A call beyond the broker's limits, which was not acted on. */
export interface LimitExceededEntry {
  kind: 'limitExceeded';
  at: Date;
  front: Front;
  orderId: string;
  account: string;
  window: string;
  limit: number;
  /** How many calls the window has seen, this one included. */
  count: number;
}

/** A fill that reached the trade post. */
export interface DeliveryEntry {
  kind: 'delivery';
  at: Date;
  orderId: string;
  fillId: string;
  behaviour: TradePostBehaviour['behaviour'];
  /** The trade post recorded it, whether or not its answer came through. */
  taken: boolean;
  body: unknown;
}

export type LedgerEntry =
  RequestEntry | MalformedEntry | LookupEntry | LimitExceededEntry | DeliveryEntry | VenueOrder;

export interface LedgerPage {
  items: LedgerEntry[];
  /** Null at the end of the ledger. */
  nextCursor: string | null;
}

type Fresh<T> = Omit<T, 'kind' | 'at'>;

/** Everything that reached the simulator, in order of arrival. */
@Injectable()
export class Ledger {
  private entries: LedgerEntry[] = [];
  private requestsByOrder = new Map<string, number>();
  private deliveriesByFill = new Map<string, number>();
  private takenFills = new Set<string>();
  private deliveries = 0;
  private readonly tally = new Tally();

  /**
   * The entry exists from arrival on; the caller fills in the result through `done`. requestsOf()
   * counts by `key`.
   */
  recordRequest(key: string, request: Omit<Fresh<RequestEntry>, 'done'>): RequestEntry {
    const entry: RequestEntry = {
      kind: 'request',
      at: new Date(),
      ...request,
      done: 'notActedOn',
    };
    this.count(request.front, 'requests');
    this.requestsByOrder.set(key, this.requestsOf(key) + 1);
    this.entries.push(entry);
    return entry;
  }

  recordMalformed(malformed: Fresh<MalformedEntry>): void {
    this.count(malformed.front, 'malformed');
    this.entries.push({ kind: 'malformed', at: new Date(), ...malformed });
  }

  recordLookup(lookup: Fresh<LookupEntry>): void {
    this.count(lookup.front, 'lookups');
    this.entries.push({ kind: 'lookup', at: new Date(), ...lookup });
  }

  recordLimitExceeded(excess: Fresh<LimitExceededEntry>): void {
    this.count(excess.front, 'limitsExceeded');
    this.entries.push({ kind: 'limitExceeded', at: new Date(), ...excess });
  }

  recordOrder(order: VenueOrder): void {
    this.count(order.front, 'orders');
    this.entries.push(order);
  }

  recordDelivery(delivery: Fresh<DeliveryEntry>): void {
    const fill = fillKey(delivery.orderId, delivery.fillId);
    this.deliveries += 1;
    this.deliveriesByFill.set(fill, this.deliveriesOf(delivery.orderId, delivery.fillId) + 1);
    if (delivery.taken) this.takenFills.add(fill);
    this.entries.push({ kind: 'delivery', at: new Date(), ...delivery });
  }

  /** Records another request of a front. */
  count(front: Front, what: Counted): void {
    this.tally.add(front, what);
  }

  /** How many requests were recorded under a key. */
  requestsOf(key: string): number {
    return this.requestsByOrder.get(key) ?? 0;
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

  counts(): Counts & {
    deliveries: number;
    fillsDelivered: number;
    fronts: Record<Front, Counts>;
  } {
    return {
      ...this.tally.totals(),
      deliveries: this.deliveries,
      fillsDelivered: this.takenFills.size,
      fronts: this.tally.perFront(),
    };
  }

  reset(): void {
    this.entries = [];
    this.requestsByOrder = new Map();
    this.deliveriesByFill = new Map();
    this.takenFills = new Set();
    this.deliveries = 0;
    this.tally.reset();
  }
}

const fillKey = (orderId: string, fillId: string): string => `${orderId}\n${fillId}`;
