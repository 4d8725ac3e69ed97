import type {
  AssignRequest,
  BookByHandRequest,
  DecimalInput,
  DismissRequest,
  ResolveRequest,
} from '@ome/contracts';
import { Resolution } from '@ome/engine';
import { IsEnum, IsNotEmpty, IsOptional, Matches } from 'class-validator';
import { IsExactDecimal, IsText } from '../validation/field.validators';

/** `POST /orders/:orderId/resolve` */
export class ResolveDto implements ResolveRequest {
  @IsEnum(Resolution)
  resolution!: Resolution;

  /** The venue's id of the order, if it was found there. */
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

/** `POST /ops/unmatched-reports/:id/dismiss` */
export class DismissDto implements DismissRequest {
  @IsText(256)
  @IsNotEmpty()
  reason!: string;
}

/** `POST /ops/unmatched-reports/:id/book`: fields by their FIX names, as in the report. */
export class BookByHandDto extends AssignDto implements BookByHandRequest {
  @IsText(256)
  @IsNotEmpty()
  reason!: string;

  /** A FIX code or its name, such as `F` or `Trade`. */
  @IsOptional()
  @IsText(32)
  ExecType?: string;

  /** Default: the report's own, else one derived from the report. */
  @IsOptional()
  @IsText(512)
  ExecID?: string;

  @IsOptional()
  @IsText(512)
  ExecRefID?: string;

  @IsOptional()
  @IsText(32)
  OrdStatus?: string;

  @IsOptional()
  @IsExactDecimal('positive')
  LastQty?: DecimalInput;

  @IsOptional()
  @IsExactDecimal()
  LastPx?: DecimalInput;

  @IsOptional()
  @IsExactDecimal('positive')
  OrderQty?: DecimalInput;

  @IsOptional()
  @IsExactDecimal()
  Price?: DecimalInput;

  @IsOptional()
  @IsText(40)
  TransactTime?: string;
}
