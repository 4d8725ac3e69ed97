import type { BrokerLink } from '../broker-ports';
import type { Brokers } from '../brokers';
import type { Clock } from '../clock-and-ids';
import type { ComparedNets, NetPosition, NetPositions } from '../reconcile-broker/compare-nets';
import { netsWithHoldings } from './nets-with-holdings';

/** Our net positions of a session, and those of its broker. */
export class BrokerNets {
  constructor(
    private readonly brokers: Brokers,
    private readonly positions: NetPositions,
    private readonly clock: Clock,
    /** The market's day, YYYY-MM-DD. */
    private readonly dayOf: (instant: Date) => string,
  ) {}

  ours(broker: BrokerLink): Promise<NetPosition[]> {
    const accounts = this.brokers.accountsOf(broker);
    return this.positions.netsOf(broker.name, accounts, this.dayOf(this.clock.now()));
  }

  /** Shares in the holdings count as far as they may be ours. Throws if the broker cannot answer. */
  async compare(broker: BrokerLink): Promise<ComparedNets> {
    const [ours, book] = await Promise.all([this.ours(broker), broker.positions()]);
    return netsWithHoldings(broker, ours, book, 'atMost');
  }
}
