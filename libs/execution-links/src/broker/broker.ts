import type {
  BrokerLink,
  BrokerStores,
  CallLimits,
  ContractRows,
  ExecutionLink,
  LinkPolicy,
  PriceUnit,
} from '@ome/engine';
import type { BrokerCredentials, Settings, SettingTable } from '@ome/platform';
import type { SampleFile } from '@ome/listings';
import type { ContractSource } from '../contract-file';
import type { BrokerLinkOptions } from './broker-link-options';

/** The contract files that a broker publishes. */
export interface BrokerContracts {
  /** By its name in an archive. */
  isContractFile: (name: string) => boolean;
  read: (source: ContractSource, unit: PriceUnit | null) => ContractRows['rows'];
  /** True if its files may leave the price unit open, which the operator then names. */
  asksForUnit: boolean;
  /** The files that ship with OME, as they are on a day, YYYY-MM-DD. */
  sample: (day: string) => readonly SampleFile[];
}

/**
 * Everything the engine knows about one broker. Another broker is a folder with one of these, and a
 * line in `brokers.ts`.
 * @typeParam Own the settings of all brokers, with those of this one
 */
export interface Broker<Own extends Settings = Settings> {
  /** The name that orders, positions and routes use. */
  readonly name: string;
  /** Named after the broker, each with a prefix of its own. */
  readonly settings: SettingTable;
  /** The canonical name of a product, and the product of an order that names none. */
  readonly productOf: NonNullable<ExecutionLink['productOf']>;
  readonly contracts: BrokerContracts;
  /** One for each session. */
  accounts(settings: Own): readonly BrokerCredentials[];
  /** How often a session's books are polled while its stream is down. */
  pollMs(settings: Own): number;
  /** Which orders it accepts. */
  policy(settings: Own): LinkPolicy;
  /** The calls that each session offers. */
  callLimits(settings: Own): CallLimits;
  link(options: SessionOptions, settings: Own, stores: BrokerStores): BrokerLink;
}

/** What sessions at all brokers are built from. */
export type SessionOptions = Omit<BrokerLinkOptions, 'marketOrders'>;

/** The name of the session's queue: the broker and the client code there. */
export const brokerRoute = (broker: string, { userId }: BrokerCredentials): string =>
  `${broker}-${userId}`;

/** Cancels keep this share of every limit for themselves. */
export const withCancelReserve = (limit: number): number =>
  limit - Math.max(1, Math.floor(limit / 10));
