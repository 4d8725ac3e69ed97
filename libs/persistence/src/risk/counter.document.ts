import type { Decimal, Side } from '@ome/domain';
import type { CounterRule, NOT_REDUCING } from '@ome/engine';
import { mongo } from 'mongoose';
import { toBson } from '../bson';
import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';

/** Reservations against the limits of an account; `_id` is the account. */
@Schema({
  collection: 'risk_counters',
  strict: false,
  versionKey: false,
  autoCreate: false,
  autoIndex: false,
})
export class RiskCounterRecord {
  @Prop({ type: String })
  _id!: string;
}

export const RiskCounterSchema = SchemaFactory.createForClass(RiskCounterRecord);

/** What an order can still trade, reserved before its event is journalled. */
export interface Reserved {
  exchange: string;
  symbol: string;
  value: mongo.Decimal128;
  /** The price to use for an order without a price. */
  lastPrice: mongo.Decimal128 | null;
  /** The sequence number of the event that the reservation is for. */
  seq: number;
  /** Changes with every reservation. */
  mark: string;
  at: Date;
  /** A limit was lowered and the order is not sent: it does not count. */
  givenUp?: boolean;
}

export interface CounterDocument {
  _id: string;
  /** By order id. */
  orders: Record<string, Reserved>;
  /** Requests that still count for the order rate or the duplicate check. */
  recent: { key: string; exchange: string; symbol: string; content: string | null; at: Date }[];
  /** What reduce-only orders may take of positions, by order id. */
  reducing?: Record<string, ReservedReducing>;
  /** How often one of these was released or lowered. */
  releases?: number;
  /** The rule that refused the last request. */
  verdict: CounterRule | typeof NOT_REDUCING | null;
}

/** What a reduce-only order, with its slices, may still take of its position. */
export interface ReservedReducing extends Pick<Reserved, 'seq' | 'mark' | 'at'> {
  /** `nettingKey` */
  position: string;
  side: Side;
  quantity: mongo.Decimal128;
}

export const amount = (value: Decimal): mongo.Decimal128 => toBson(value) as mongo.Decimal128;

export const mark = (): string => new mongo.ObjectId().toHexString();

export const SECOND_MS = 1_000;
