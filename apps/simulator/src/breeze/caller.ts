import type { BrokerAccount } from '../brokers/broker-account';
import type { Fields } from './order-fields';

/** A call that came through the gate. */
export interface Caller {
  account: BrokerAccount;
  fields: Fields;
}
