import { ID } from '@ome/order-entry';
import type { PriceRequest } from '@ome/contracts';
import { IsOptional, Matches } from 'class-validator';
import { IsExactDecimal, IsInstant, IsText } from '../validation/field.validators';

const ID_RULE = { message: '$property must be 1 to 64 visible ASCII characters' };

/** `GET /prices` */
export class PricesQuery {
  /** Separated by commas. */
  @IsText(65_536)
  symbols!: string;

  @IsOptional()
  @Matches(ID, ID_RULE)
  exchange?: string;
}

/** An item of `POST /prices`. */
export class FedPriceDto implements PriceRequest {
  @Matches(ID, ID_RULE)
  exchange!: string;

  @Matches(ID, ID_RULE)
  symbol!: string;

  @IsExactDecimal()
  lastPx!: string | number;

  /** Default: now. */
  @IsOptional()
  @IsInstant()
  at?: string;

  @IsOptional()
  @IsExactDecimal()
  bid?: string | number;

  @IsOptional()
  @IsExactDecimal()
  ask?: string | number;
}
