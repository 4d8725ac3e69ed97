import type { ApprovalRulesRequest, ApproveRequest, RejectRequest } from '@ome/contracts';
import { ID } from '@ome/order-entry';
import { ArrayMaxSize, IsArray, IsBoolean, IsInt, IsOptional, Matches, Min } from 'class-validator';
import { IsExactDecimal, IsText } from '../validation/field.validators';

const ID_RULE = { message: '$property must be 1 to 64 visible ASCII characters' };
const MAX_PRODUCTS = 20;

/** `PUT /approvals/rules`: sets the given rules, or removes those that are null; the others stay. */
export class ApprovalRulesDto implements ApprovalRulesRequest {
  /** Whose orders wait; without it and userId, everybody's. */
  @IsOptional()
  @Matches(ID, ID_RULE)
  account?: string;

  /** Of this user in every account. */
  @IsOptional()
  @Matches(ID, ID_RULE)
  userId?: string;

  /** Orders of a value above this wait, at their price or at the last one. */
  @IsOptional()
  @IsExactDecimal('positive')
  aboveValue?: string | number | null;

  @IsOptional()
  @IsExactDecimal('positive')
  aboveQuantity?: string | number | null;

  /** Orders of these products wait. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MAX_PRODUCTS)
  @Matches(ID, { ...ID_RULE, each: true })
  products?: string[] | null;

  /** Orders that a person entered wait. */
  @IsOptional()
  @IsBoolean()
  manualEntry?: boolean | null;

  @IsOptional()
  @IsBoolean()
  everyOrder?: boolean | null;

  /** The version of the rules that were read (`GET /approvals/rules`): refused if they changed since. */
  @IsOptional()
  @IsInt()
  @Min(0)
  version?: number;
}

/** `POST /approvals/:id/approve` */
export class ApproveDto implements ApproveRequest {
  @IsOptional()
  @IsText(256)
  reason?: string;
}

/** `POST /approvals/:id/reject` */
export class RejectDto implements RejectRequest {
  /** Shown to everyone who sees the order. */
  @IsText(256)
  @Matches(/\S/, { message: '$property must say why' })
  reason!: string;
}
