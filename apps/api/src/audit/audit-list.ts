import { Injectable } from '@nestjs/common';
import type { AuditEntryView, Page, AuditExportRequest } from '@ome/contracts';
import { covers, type Entitlement, isEntitledToAll } from '@ome/domain';
import { ApiKeyStore, AuditQueries } from '@ome/persistence';
import { MarketTime } from '@ome/platform';
import { pageLimit, timeRange, RangeQuery, TimeRangeQuery } from '../http/page.query';
import { IsIn, IsOptional } from 'class-validator';
import { IsText } from '../validation/field.validators';

/** `GET /audit` */
export class AuditQuery extends TimeRangeQuery {
  /** Id or name of an API key. */
  @IsOptional()
  @IsText(128)
  by?: string;

  /** An action, or the part of one before a dot. */
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

/** The audit, with the names of API keys. */
@Injectable()
export class AuditList {
  constructor(
    private readonly queries: AuditQueries,
    private readonly keys: ApiKeyStore,
    private readonly marketTime: MarketTime,
  ) {}

  /** Lists actions of keys whose access is within the caller's. */
  async page(within: Entitlement, query: AuditQuery): Promise<Page<AuditEntryView>> {
    const { by, action, subject, cursor = null } = query;
    const keys = (await this.keys.list()).filter((key) => covers(within, key));
    const named = keys.filter(({ id, name }) => by === undefined || id === by || name === by);
    const isNarrow = by !== undefined || !isEntitledToAll(within);
    const filter = {
      ...timeRange(query, this.marketTime),
      ...(isNarrow && { by: named.map(({ id }) => id) }),
      ...(action !== undefined && { action }),
      ...(subject !== undefined && { subject }),
    };
    const page = await this.queries.page(filter, cursor, pageLimit(query));
    const names = new Map(keys.map(({ id, name }) => [id, name]));
    const items = page.items.map((entry) => ({
      ...entry,
      byName: (entry.by !== null && names.get(entry.by)) || null,
    }));
    return { ...page, items };
  }
}
