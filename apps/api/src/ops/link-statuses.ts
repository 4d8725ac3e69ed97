import { Injectable } from '@nestjs/common';
import type { LinkStatusView, LinkStreamView } from '@ome/contracts';
import type { Entitlement } from '@ome/domain';
import { ExecutionLinks, type LinkIdentity } from '@ome/engine';
import { type LinkStream, LinkStatusStore } from '@ome/persistence';
import { isEntitledToSession } from '../auth/entitled-sessions';

/** A worker without a report for this long counts as gone. */
const FRESH_MS = 15_000;

/** The execution links, as each worker reports them. */
@Injectable()
export class LinkStatuses {
  constructor(
    private readonly store: LinkStatusStore,
    private readonly routes: ExecutionLinks<LinkIdentity>,
  ) {}

  /** A worker that is gone is listed only if no other serves its link. */
  async all(within: Entitlement): Promise<LinkStatusView[]> {
    const hidden = new Set(
      this.routes.all.flatMap((one) => (isEntitledToSession(within, one) ? [] : one.route)),
    );
    const views = (await this.views()).filter(({ link }) => !hidden.has(link));
    const known = new Set(views.flatMap(({ link, state }) => (state === 'unknown' ? [] : link)));
    return views.filter(({ link, state }) => state !== 'unknown' || !known.has(link));
  }

  private async views(): Promise<LinkStatusView[]> {
    const stale = Date.now() - FRESH_MS;
    const statuses = await this.store.all();
    return statuses.map(({ up, since, stream, reportedAt, ...status }) => ({
      ...status,
      state: reportedAt.getTime() < stale ? 'unknown' : up ? 'up' : 'down',
      since: since.toISOString(),
      stream: stream && streamView(stream),
    }));
  }
}

const streamView = ({ open, since, heardAt, reconciledAt }: LinkStream): LinkStreamView => ({
  open,
  since: since.toISOString(),
  heardAt: heardAt?.toISOString() ?? null,
  reconciledAt: reconciledAt?.toISOString() ?? null,
});
