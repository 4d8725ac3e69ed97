import { Injectable } from '@nestjs/common';
import type { AlertView, DifferenceView, Page, UndeliveredView } from '@ome/contracts';
import { type Entitlement, isEntitledToAll } from '@ome/domain';
import { Brokers, type DifferenceFilter, Differences, type UndeliveredMessage } from '@ome/engine';
import { EventQueries, UndeliveredQueries } from '@ome/persistence';
import { EntitledOrders } from '../auth/entitled-orders';
import { isEntitledToSession } from '../auth/entitled-sessions';
import { plainJson } from '../orders/plain-json';

/**
 * The lists for ops, restricted to orders that the caller may see. Other items are removed after a
 * page was read, so a page may have fewer items than requested.
 */
@Injectable()
export class OpsLists {
  constructor(
    private readonly entitled: EntitledOrders,
    private readonly events: EventQueries,
    private readonly undeliveredFills: UndeliveredQueries,
    private readonly differencesFound: Differences,
    private readonly brokers: Brokers,
  ) {}

  async alerts(
    within: Entitlement,
    cursor: string | null,
    limit: number,
  ): Promise<Page<AlertView>> {
    const page = await this.events.withAlerts(cursor, limit);
    const own = await this.entitled.among(within, page.items, ({ event }) => event.orderId);
    const items = own.map(({ id, event }) => ({ id, ...plainJson(event) }));
    return { items, nextCursor: page.nextCursor };
  }

  async undelivered(
    within: Entitlement,
    cursor: string | null,
    limit: number,
  ): Promise<Page<UndeliveredView>> {
    const page = await this.undeliveredFills.page(cursor, limit);
    const own = await this.entitled.among(within, page.items, ({ orderId }) => orderId);
    return { ...page, items: own.map(undeliveredView) };
  }

  /** Schedules retries, and returns how many; zero if the caller has no such message. */
  async retry(within: Entitlement, id: string): Promise<number> {
    const message = await this.undeliveredFills.find(id);
    const own = await this.entitled.among(within, message ? [message] : [], (one) => one.orderId);
    return own.length > 0 ? this.undeliveredFills.makeDue(id) : 0;
  }

  retryAll(): Promise<number> {
    return this.undeliveredFills.makeDue();
  }

  /** A difference without an order concerns the whole session. */
  async differences(
    within: Entitlement,
    filter: DifferenceFilter,
    cursor: string | null,
    limit: number,
  ): Promise<Page<DifferenceView>> {
    const page = await this.differencesFound.page(filter, cursor, limit);
    const sessions = this.brokers.all.filter((broker) => isEntitledToSession(within, broker));
    const ofOrders = new Set(
      await this.entitled.among(within, page.items, ({ orderId }) => orderId),
    );
    const items = page.items.filter(
      (item) =>
        isEntitledToAll(within) ||
        ofOrders.has(item) ||
        sessions.some(({ name, session }) => name === item.link && session === item.session),
    );
    return { ...page, items };
  }
}

const undeliveredView = ({ since, nextAttemptAt, ...message }: UndeliveredMessage) => ({
  ...message,
  since: since.toISOString(),
  nextAttemptAt: nextAttemptAt.toISOString(),
});
