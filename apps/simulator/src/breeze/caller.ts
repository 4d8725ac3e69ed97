import type { Behaviour } from '../behaviour';
import type { BrokerAccount } from '../brokers/broker-account';
import type { Fields } from './order-fields';

/** A call that came through the gate. */
export interface Caller {
  account: BrokerAccount;
  fields: Fields;
  /** Where it came from the broker's own app or risk desk: what its orders meet. */
  terminal?: Behaviour;
}
