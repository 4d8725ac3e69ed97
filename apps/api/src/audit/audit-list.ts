import { Injectable } from '@nestjs/common';
import type { AuditEntryView, Page, AuditExportRequest } from '@ome/contracts';
import { actorOf } from '@ome/composition';
import { covers, type Entitlement, isEntitledToAll } from '@ome/domain';
import { ApiKeyStore, AuditQueries, UserStore } from '@ome/persistence';
import { MarketTime } from '@ome/platform';
import { pageLimit, timeRange, RangeQuery, TimeRangeQuery } from '../http/page.query';
import { IsIn, IsOptional } from 'class-validator';
import { IsText } from '../validation/field.validators';

/** `GET /audit` */
export class AuditQuery extends TimeRangeQuery {
  /** A person's login, or id or name of an API key. */
  @IsOptional()
  @IsText(128)
  by?: string;

  /** An action, or the part of one before a dot. Feeds of prices are listed only if it asks for them. */
  @IsOptional()
  @IsText(64)
  action?: string;

  @IsOptional()
  @IsText(256)
  subject?: string;
}

/** `GET /audit/export` */
export class AuditExportQuery extends RangeQuery implements AuditExportRequest {
  @IsOptional()
  @IsIn(['jsonl', 'csv'])
  format?: 'jsonl' | 'csv';
}

/** Somebody whose actions are in the audit. */
interface Actor extends Entitlement {
  by: string;
  name: string;
  /** What people look for them by. */
  calledBy: readonly string[];
}

/** The audit, with the names of people and API keys. */
@Injectable()
export class AuditList {
  constructor(
    private readonly queries: AuditQueries,
    private readonly keys: ApiKeyStore,
    private readonly people: UserStore,
    private readonly marketTime: MarketTime,
  ) {}

  /** Lists actions of people and keys whose access is within the caller's. */
  async page(within: Entitlement, query: AuditQuery): Promise<Page<AuditEntryView>> {
    const { by, action, subject, cursor = null } = query;
    const actors = (await this.actors()).filter((actor) => covers(within, actor));
    const named = actors.filter(({ calledBy }) => by === undefined || calledBy.includes(by));
    const isNarrow = by !== undefined || !isEntitledToAll(within);
    const filter = {
      ...timeRange(query, this.marketTime),
      ...(isNarrow && { by: named.map((actor) => actor.by) }),
      ...(action !== undefined && { action }),
      without: ['prices.feed'],
      ...(subject !== undefined && { subject }),
    };
    const page = await this.queries.page(filter, cursor, pageLimit(query));
    const names = new Map(actors.map((actor) => [actor.by, actor.name]));
    const items = page.items.map((entry) => ({
      ...entry,
      byName: (entry.by !== null && names.get(entry.by)) || null,
    }));
    return { ...page, items };
  }

  private async actors(): Promise<Actor[]> {
    const [keys, people] = await Promise.all([this.keys.list(), this.people.list()]);
    return [
      ...keys.map(({ id, name, accounts, users }) => {
        return { by: id, name, calledBy: [id, name], accounts, users };
      }),
      ...people.map(({ login, name, accounts, users }) => {
        const by = actorOf(login);
        return { by, name, calledBy: [by, login, name], accounts, users };
      }),
    ];
  }
}
