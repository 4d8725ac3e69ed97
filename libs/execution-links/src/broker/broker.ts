import type {
  BrokerLink,
  BrokerStores,
  CallLimits,
  ContractFile,
  ExecutionLink,
  LinkPolicy,
  PriceUnit,
} from '@ome/engine';
import type { BrokerCredentials, Settings, SettingTable } from '@ome/platform';
import type { ContractSource, SampleFile } from '../contract-file';
import type { BrokerLinkOptions } from './broker-link-options';

/** What a broker publishes of its instruments. */
export interface BrokerContracts {
  /** By the name in an archive. */
  isContractFile: (name: string) => boolean;
  read: (source: ContractSource, unit: PriceUnit | null) => Promise<ContractFile>;
  /** Whether its files may leave open what unit prices are in, which the operator says then. */
  asksForUnit: boolean;
  sample: readonly SampleFile[];
}

/**
 * All that the engine knows of one broker. A further one is a folder with one more of these, and a
 * line in `brokers.ts`.
 *
 * @typeParam Own the settings of all brokers, with those of this one
 */
export interface Broker<Own extends Settings = Settings> {
  /** What orders, positions and addresses name it by. */
  readonly name: string;
  /** Named after the broker, each with a prefix of its own. */
  readonly settings: SettingTable;
  /** The one name of a product, and what an order that names none is placed as. */
  readonly productOf: NonNullable<ExecutionLink['productOf']>;
  readonly contracts: BrokerContracts;
  /** A session each. */
  accounts(settings: Own): readonly BrokerCredentials[];
  /** How often a session's books are read while its stream is down. */
  pollMs(settings: Own): number;
  /** Which orders it takes. */
  policy(settings: Own): LinkPolicy;
  /** What each session may call. */
  callLimits(settings: Own): CallLimits;
  link(options: SessionOptions, settings: Own, stores: BrokerStores): BrokerLink;
}

/** What sessions at all brokers are made of. */
export type SessionOptions = Omit<BrokerLinkOptions, 'marketOrders'>;

/** Names the session's queue: the broker and its client code there. */
export const brokerRoute = (broker: string, { userId }: BrokerCredentials): string =>
  `${broker}-${userId}`;

/** Currencies are quoted to a hundredth of a paisa, everything else in paise. */
export const priceDecimals = ({ exchange }: { exchange: string }): number =>
  exchange === 'CDS' ? 4 : 2;

/** Cancels keep this share of every limit for themselves. */
export const besideCancels = (limit: number): number => limit - Math.max(1, Math.floor(limit / 10));
