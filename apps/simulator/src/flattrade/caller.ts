import type { Behaviour } from '../behaviour';
import type { BrokerAccount } from '../brokers/broker-account';
import type { JData } from './jdata';
import type { Mode } from './replies';

/** A call that came through the gate. */
export interface Caller {
  account: BrokerAccount;
  mode: Mode;
  fields: JData;
  /** Where it came from the broker's own app or risk desk: what its orders meet. */
  terminal?: Behaviour;
}
