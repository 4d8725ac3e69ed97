import { Injectable } from '@nestjs/common';
import type { BrokerPositionsView } from '@ome/contracts';
import { decimalText, type Entitlement, hasExpiredBy } from '@ome/domain';
import {
  type BrokerLink,
  BrokerNets,
  Brokers,
  Clock,
  type ComparedNet,
  type ComparedNets,
  InstrumentNames,
  type NamedFilter,
} from '@ome/engine';
import { isEntitledToSession } from '../auth/entitled-sessions';
import { BrokerFault } from '@ome/execution-links';

export interface BrokerPositionsFilter {
  account?: string;
  link?: string;
  exchange?: string;
  symbol?: string;
}

/** Results are cached this long, to leave most of a session's rate limit to the engine. */
const KEPT_MS = 2_000;

interface Reading {
  at: number;
  nets: Promise<ComparedNets>;
}

/**
 * The broker's net positions. A session is one client at the broker: the positions of all its
 * accounts are summed.
 */
@Injectable()
export class BrokerPositions {
  private readonly readings = new Map<BrokerLink, Reading>();

  constructor(
    private readonly brokers: Brokers,
    private readonly nets: BrokerNets,
    private readonly names: InstrumentNames,
    private readonly clock: Clock,
  ) {}

  async forAccounts(
    within: Entitlement,
    filter: BrokerPositionsFilter,
  ): Promise<BrokerPositionsView[]> {
    const { account, link } = filter;
    const sessions = this.brokers.all.filter(
      (broker) =>
        isEntitledToSession(within, broker) &&
        (link === undefined || broker.name === link) &&
        (account === undefined || this.brokers.linkFor({ link: broker.name, account }) === broker),
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
      const { nets, unreadable } = await this.read(broker);
      const now = this.clock.now();
      const items = nets.filter(
        ({ exchange, symbol }) =>
          !hasExpiredBy({ exchange, symbol }, now) &&
          (filter.exchange ?? exchange) === exchange &&
          [filter.symbol ?? symbol].flat().includes(symbol),
      );
      const fault = unreadable.map(({ why }) => why).join('; ') || null;
      return { link, session, fault, items: items.map(viewOf) };
    } catch (error) {
      if (!(error instanceof BrokerFault)) throw error;
      return { link, session, fault: error.message, items: [] };
    }
  }

  /** Drops the cached positions of a session that were changed. */
  forget(broker: BrokerLink): void {
    this.readings.delete(broker);
  }

  /** A recent result of another caller is reused; an error is not cached. */
  private read(broker: BrokerLink): Promise<ComparedNets> {
    const at = this.clock.now().getTime();
    const kept = this.readings.get(broker);
    if (kept && at - kept.at < KEPT_MS) return kept.nets;
    const nets = this.nets.compare(broker);
    const reading = { at, nets };
    this.readings.set(broker, reading);
    nets.catch(() => {
      if (this.readings.get(broker) === reading) this.readings.delete(broker);
    });
    return nets;
  }
}

const viewOf = ({ exchange, symbol, product, ours, theirs }: ComparedNet) => ({
  exchange,
  symbol,
  product,
  netQty: decimalText(ours),
  brokerNetQty: theirs && decimalText(theirs),
  difference: theirs && decimalText(theirs.minus(ours)),
});
