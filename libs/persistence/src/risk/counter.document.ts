import type { Decimal, Side } from '@ome/domain';
import type { CounterRule, NOT_REDUCING } from '@ome/engine';
import { mongo } from 'mongoose';
import { toBson } from '../bson';

/** What one order may still trade, or may yet trade: reserved before its event is journalled. */
export interface Reserved {
  exchange: string;
  symbol: string;
  value: mongo.Decimal128;
  /** Stands in for the price that the order does not name. */
  lastPrice: mongo.Decimal128 | null;
  /** The event that it was reserved for. */
  seq: number;
  /** Changes with every reservation. */
  mark: string;
  at: Date;
  /** The order is not to be sent, as a limit was lowered: it counts nowhere. */
  givenUp?: boolean;
}

export interface CounterDocument {
  _id: string;
  /** By order id. */
  orders: Record<string, Reserved>;
  /** Requests that still count for their rate, or as what another would repeat. */
  recent: { key: string; exchange: string; symbol: string; content: string | null; at: Date }[];
  /** What orders may take of positions because they only reduce them, by order id. */
  reducing?: Record<string, ReservedReducing>;
  /** How often something of that was taken back or lowered. */
  releases?: number;
  /** What stood against the last request. */
  verdict: CounterRule | typeof NOT_REDUCING | null;
}

/** What an order that only reduces may still take of its position, with all its slices. */
export interface ReservedReducing extends Pick<Reserved, 'seq' | 'mark' | 'at'> {
  /** `nettingKey` */
  position: string;
  side: Side;
  quantity: mongo.Decimal128;
}

export const amount = (value: Decimal): mongo.Decimal128 => toBson(value) as mongo.Decimal128;

export const mark = (): string => new mongo.ObjectId().toHexString();

export const SECOND_MS = 1_000;
