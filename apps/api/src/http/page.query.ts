import { IsISO8601, IsOptional, Matches, MaxLength, IsString } from 'class-validator';
import { invalid } from '../problems/invalid-request';

const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 1_000;

/** Where a page begins and how long it is. */
export class PageQuery {
  @IsOptional()
  @Matches(/^\d{1,4}$/, { message: '$property must be a whole number from 1 to 1000' })
  limit?: string;

  @IsOptional()
  @IsString()
  @MaxLength(1_024)
  cursor?: string;
}

/** A page of things that happened at a time: from inclusive, to exclusive. */
export class TimeRangeQuery extends PageQuery {
  @IsOptional()
  @IsISO8601({ strict: true, strictSeparator: true })
  from?: string;

  @IsOptional()
  @IsISO8601({ strict: true, strictSeparator: true })
  to?: string;
}

export function pageLimit({ limit }: { limit?: string }): number {
  const wanted = Number(limit ?? DEFAULT_LIMIT);
  if (wanted < 1 || wanted > MAX_LIMIT) {
    throw invalid('limit', `must be a whole number from 1 to ${MAX_LIMIT}`);
  }
  return wanted;
}

/** An instant from its ISO 8601 text; without a zone it is UTC. */
export function instant(field: string, text: string): Date {
  const zoned = /(Z|[+-]\d\d(:?\d\d)?)$/i.test(text) || !text.includes('T') ? text : `${text}Z`;
  const time = new Date(zoned);
  if (Number.isNaN(time.getTime())) {
    throw invalid(field, 'must be an instant such as 2026-11-20T09:15:00Z');
  }
  return time;
}

export const timeRange = ({ from, to }: TimeRangeQuery): { from?: Date; to?: Date } => ({
  ...(from !== undefined && { from: instant('from', from) }),
  ...(to !== undefined && { to: instant('to', to) }),
});
