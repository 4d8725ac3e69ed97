import { Injectable } from '@nestjs/common';
import type { BrokerPositionsView } from '@ome/contracts';
import { decimalText, hasExpiredBy } from '@ome/domain';
import {
  type BrokerLink,
  Brokers,
  Clock,
  type ComparedNet,
  compareNets,
  InstrumentNames,
  type NamedFilter,
  NetPositions,
} from '@ome/engine';
import { BrokerFault } from '@ome/execution-links';

export interface BrokerPositionsFilter {
  account?: string;
  link?: string;
  exchange?: string;
  symbol?: string;
}

/** A session is one client at the broker: all accounts that it serves add up to it. */
@Injectable()
export class BrokerPositions {
  constructor(
    private readonly brokers: Brokers,
    private readonly nets: NetPositions,
    private readonly names: InstrumentNames,
    private readonly clock: Clock,
  ) {}

  async beside(filter: BrokerPositionsFilter): Promise<BrokerPositionsView[]> {
    const { account, link } = filter;
    const sessions = this.brokers.all.filter(
      (broker) =>
        (link === undefined || broker.name === link) &&
        (account === undefined || this.brokers.of({ link: broker.name, account }) === broker),
    );
    const named = await this.names.filter(filter);
    return Promise.all(sessions.map((broker) => this.compare(broker, named)));
  }

  private async compare(
    broker: BrokerLink,
    filter: NamedFilter<BrokerPositionsFilter>,
  ): Promise<BrokerPositionsView> {
    const { name: link, session } = broker;
    try {
      const [ours, theirs] = await Promise.all([
        this.nets.of(link, this.brokers.accountsOf(broker)),
        broker.positions(),
      ]);
      const nets = compareNets(
        ours,
        theirs.map((row) => row.ours),
      );
      const now = this.clock.now();
      const items = nets.filter(
        ({ exchange, symbol }) =>
          !hasExpiredBy({ exchange, symbol }, now) &&
          (filter.exchange ?? exchange) === exchange &&
          [filter.symbol ?? symbol].flat().includes(symbol),
      );
      return { link, session, fault: null, items: items.map(compared) };
    } catch (error) {
      if (!(error instanceof BrokerFault)) throw error;
      return { link, session, fault: error.message, items: [] };
    }
  }
}

const compared = ({ exchange, symbol, product, ours, theirs }: ComparedNet) => ({
  exchange,
  symbol,
  product,
  netQty: decimalText(ours),
  brokerNetQty: decimalText(theirs),
  difference: decimalText(theirs.minus(ours)),
});
