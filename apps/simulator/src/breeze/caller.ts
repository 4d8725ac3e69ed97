import type { Behaviour } from '../behaviour';
import type { BrokerAccount } from '../brokers/broker-account';
import type { Fields } from './order-fields';

/** A call that passed the gate. */
export interface Caller {
  account: BrokerAccount;
  fields: Fields;
  /** The behaviour of orders from the broker's own app or risk desk. */
  terminal?: Behaviour;
}
