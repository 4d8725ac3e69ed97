import type { AuditExportRequest } from '@ome/contracts';
import { IsIn, IsOptional } from 'class-validator';
import { RangeQuery, TimeRangeQuery } from '../http/page.query';
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
