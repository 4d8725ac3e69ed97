import type { Behaviour } from '../behaviour';
import type { BrokerAccount } from '../brokers/broker-account';
import type { JData } from './jdata';
import type { Mode } from './replies';

/** A call that passed the gate. */
export interface Caller {
  account: BrokerAccount;
  mode: Mode;
  fields: JData;
  /** The behaviour of orders from the broker's own app or risk desk. */
  terminal?: Behaviour;
}
