import { IsOptional } from 'class-validator';
import { TimeRangeQuery } from '../http/page.query';
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
