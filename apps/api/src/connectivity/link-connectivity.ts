import { Injectable } from '@nestjs/common';
import type { LinkConnectivityView, LinkState } from '@ome/contracts';
import { Brokers, BrokerTokens, ExecutionLinks, type LinkIdentity } from '@ome/engine';
import { type LinkSample, type LinkStatus, OrderQueries } from '@ome/persistence';
import { callLatency } from './call-latency';
import { CallBudgets } from './call-budgets';
import { isFresh } from './workers';

/** What workers reported of their links. */
export interface SeenLinks {
  statuses: readonly LinkStatus[];
  /** Samples of the last minutes. */
  samples: readonly LinkSample[];
}

/** The state of each link and broker session, and its waiting orders. */
@Injectable()
export class LinkConnectivity {
  constructor(
    private readonly routes: ExecutionLinks<LinkIdentity>,
    private readonly brokers: Brokers,
    private readonly tokens: BrokerTokens,
    private readonly orders: OrderQueries,
    private readonly budgets: CallBudgets,
  ) {}

  all(seen: SeenLinks): Promise<LinkConnectivityView[]> {
    return Promise.all(this.routes.outside.map((link) => this.view(link, seen)));
  }

  private async view(link: LinkIdentity, seen: SeenLinks): Promise<LinkConnectivityView> {
    const { name, route, accounts } = link;
    const broker = this.brokers.all.find((other) => other.route === route);
    const mine = seen.statuses.filter((status) => status.link === route);
    const fresh = mine.filter(isFresh);
    const best = fresh.find(({ up }) => up) ?? fresh[0];
    const stream = fresh.find((status) => status.stream)?.stream;
    const reported = mine.map(({ reportedAt }) => reportedAt.toISOString()).sort();
    const [login, work, budget] = await Promise.all([
      broker ? this.loginOf(broker) : null,
      this.orders.workCountsOf({ link: name, accounts: this.routes.accountsOf(link) }),
      this.budgets.budgetOf(route),
    ]);
    return {
      link: name,
      route,
      session: broker?.session ?? null,
      accounts,
      state: stateOf(best),
      since: best?.since.toISOString() ?? null,
      lastError: best?.lastError ?? null,
      login,
      stream: stream
        ? {
            open: stream.open,
            since: stream.since.toISOString(),
            heardAt: stream.heardAt?.toISOString() ?? null,
            reconciledAt: stream.reconciledAt?.toISOString() ?? null,
          }
        : null,
      reportedAt: reported.at(-1) ?? null,
      workers: fresh.map(({ worker }) => worker),
      calls: callLatency(seen.samples.filter((sample) => sample.link === route)),
      work,
      budget,
    };
  }

  private async loginOf({
    name,
    session,
    loginState: state,
    loginUrl: url,
  }: Brokers['all'][number]) {
    const token = await this.tokens.load(name, session);
    return { state, url, expiresAt: token?.expiresAt.toISOString() ?? null };
  }
}

const stateOf = (status: LinkStatus | undefined): LinkState =>
  status ? (status.up ? 'up' : 'down') : 'unknown';
