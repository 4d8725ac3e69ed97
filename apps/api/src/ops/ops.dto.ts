import type { AssignRequest, ResolveRequest } from '@ome/contracts';
import { Resolution } from '@ome/engine';
import { IsEnum, IsOptional, Matches } from 'class-validator';
import { IsText } from '../validation/field.validators';

/** `POST /orders/:orderId/resolve` */
export class ResolveDto implements ResolveRequest {
  @IsEnum(Resolution)
  resolution!: Resolution;

  /** The venue's id of the order, where it was found there. */
  @IsOptional()
  @IsText(64)
  brokerOrderId?: string;

  @IsOptional()
  @IsText(256)
  reason?: string;
}

/** `POST /ops/unmatched-reports/:id/assign` */
export class AssignDto implements AssignRequest {
  @Matches(/^[0-9a-f]{24}$/, { message: '$property must be 24 hex digits' })
  orderId!: string;
}
