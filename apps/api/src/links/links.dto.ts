import { ID } from '@ome/order-entry';
import type {
  ConvertPositionRequest,
  DifferencesRequest,
  LoginCallbackRequest,
  QueryOf,
} from '@ome/contracts';
import { Side } from '@ome/domain';
import { IsEnum, IsIn, IsOptional, Matches } from 'class-validator';
import { ToleratesUnknownFields } from '../validation/compiled-schemas';
import { PageQuery } from '../http/page.query';
import { IsExactDecimal, IsText } from '../validation/field.validators';

const MAX_CODE = 512;

/** The parameters of brokers' login pages; each broker names its code differently. */
@ToleratesUnknownFields()
export class LoginCallbackQuery implements LoginCallbackRequest {
  @IsOptional()
  @IsText(MAX_CODE)
  code?: string;

  @IsOptional()
  @IsText(MAX_CODE)
  request_code?: string;

  @IsOptional()
  @IsText(MAX_CODE)
  request_token?: string;

  @IsOptional()
  @IsText(MAX_CODE)
  apisession?: string;

  @IsOptional()
  @IsText(MAX_CODE)
  API_Session?: string;
}

/** `POST /links/:link/accounts/:account/conversions` */
export class ConvertPositionDto implements ConvertPositionRequest {
  @Matches(ID)
  exchange!: string;

  @Matches(ID)
  symbol!: string;

  @IsEnum(Side)
  side!: Side;

  @IsExactDecimal('positive')
  quantity!: string | number;

  @Matches(ID)
  fromProduct!: string;

  @Matches(ID)
  toProduct!: string;

  @IsIn(['DAY', 'CARRY_FORWARD'])
  positionType!: ConvertPositionRequest['positionType'];
}

/** `GET /reconciliation` */
export class DifferencesQuery extends PageQuery implements QueryOf<DifferencesRequest> {
  @IsOptional()
  @Matches(ID)
  link?: string;

  @IsOptional()
  @Matches(ID)
  session?: string;

  @IsOptional()
  @Matches(ID)
  kind?: string;

  /** `true` for open differences, `false` for settled ones. */
  @IsOptional()
  @IsIn(['true', 'false'])
  open?: string;
}
