import { touchedExecutions } from '@ome/domain';
import type { MatchReports } from '../book-report/match-reports';
import type { JournalEntry } from '../journal';
import type { ExpectedProjection, ProjectionRepair } from '../projector';
import type { Announcer, OrderFollowers } from './announcer';
import type { EventMessages } from './event-messages';

/**
 * Runs after every event: announces it, books reports that waited for it, checks its projection.
 */
export class AnnounceEvents {
  constructor(
    private readonly messages: EventMessages,
    private readonly followers: OrderFollowers,
    private readonly announcer: Announcer,
    private readonly matchReports: MatchReports,
    private readonly projections: ProjectionRepair,
  ) {}

  /** May be repeated: announcements are delivered at least once, the rest is idempotent. */
  async handle(entries: JournalEntry[]): Promise<void> {
    const described = await this.messages.describe(entries);
    // First: an order that was never projected is never sent, with or without Redis.
    this.projections.expect(entries.map(expectedProjection));
    const orderIds = [...new Set(described.map(({ order }) => order.orderId))];
    const followers = await this.followers.byOrder(orderIds);
    await this.announcer.announce(
      described.map(({ message, order }) => ({
        message,
        userIds: [...new Set([order.userId ?? [], followers.get(order.orderId) ?? []].flat())],
      })),
    );
    const latest = new Map(described.map(({ order }) => [order.orderId, order]));
    await this.matchReports.onOrders([...latest.values()]);
  }

  /** Events handled before this instant (epoch milliseconds) need not be handled again. */
  settledAt(): number {
    return this.projections.settledAt();
  }
}

function expectedProjection({ event }: JournalEntry): ExpectedProjection {
  const { orderId, seq: version } = event;
  const touched = touchedExecutions(event);
  return {
    orderId,
    version,
    fills: typeof touched === 'object' ? [{ ...touched, version }] : [],
    changesAllFills: touched === 'all',
  };
}
