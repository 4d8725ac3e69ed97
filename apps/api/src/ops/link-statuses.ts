import { Injectable } from '@nestjs/common';
import { LinkStatusStore } from '@ome/persistence';

/** A worker that said nothing for this long is taken for gone. */
const FRESH_MS = 15_000;

export interface LinkStatusView {
  link: string;
  worker: string;
  state: 'up' | 'down' | 'unknown';
  lastError: string | null;
  since: string;
}

/** The execution links as each worker sees them. */
@Injectable()
export class LinkStatuses {
  constructor(private readonly store: LinkStatusStore) {}

  async all(): Promise<LinkStatusView[]> {
    const stale = Date.now() - FRESH_MS;
    const statuses = await this.store.all();
    return statuses.map(({ link, worker, up, lastError, since, reportedAt }) => ({
      link,
      worker,
      state: reportedAt.getTime() < stale ? 'unknown' : up ? 'up' : 'down',
      lastError,
      since: since.toISOString(),
    }));
  }
}
