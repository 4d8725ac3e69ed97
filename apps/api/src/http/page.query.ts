import { IntersectionType } from '@nestjs/swagger';
import type { MarketTime } from '@ome/platform';
import { IsOptional, Matches } from 'class-validator';
import { IsInstant, IsText } from '../validation/field.validators';
import { invalid } from '@ome/order-entry';

const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 1_000;

/** The size of a list. */
export class LimitQuery {
  @IsOptional()
  @Matches(/^\d{1,4}$/, { message: '$property must be a whole number from 1 to 1000' })
  limit?: string;
}

/** The start and the size of a page. */
export class PageQuery extends LimitQuery {
  @IsOptional()
  @IsText(4_096)
  cursor?: string;
}

/** A time range: `from` inclusive, `to` exclusive. */
export class RangeQuery {
  @IsOptional()
  @IsInstant()
  from?: string;

  @IsOptional()
  @IsInstant()
  to?: string;
}

/** A page of a time range. */
export class TimeRangeQuery extends IntersectionType(PageQuery, RangeQuery) {}

export function pageLimit({ limit }: { limit?: string }): number {
  const wanted = Number(limit ?? DEFAULT_LIMIT);
  if (wanted < 1 || wanted > MAX_LIMIT) {
    throw invalid('limit', `must be a whole number from 1 to ${MAX_LIMIT}`);
  }
  return wanted;
}

export const timeRange = (
  { from, to }: RangeQuery,
  marketTime: MarketTime,
): { from?: Date; to?: Date } => ({
  ...(from !== undefined && { from: marketTime.instantOf(from)! }),
  ...(to !== undefined && { to: marketTime.instantOf(to)! }),
});
