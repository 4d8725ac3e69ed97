import { ID } from '@ome/order-entry';
import { IsIn, IsOptional, Matches } from 'class-validator';
import { ToleratesUnknownFields } from '../validation/compiled-schemas';
import { IsExactDecimal, IsText } from '../validation/field.validators';

/**
 * `POST /place_order` (wire format 5): the arguments of Breeze's place_order by name, all strings,
 * and the secret. Fields that only the official client fills in are accepted and ignored.
 */
@ToleratesUnknownFields()
export class RelayedOrderDto {
  @Matches(ID)
  stock_code!: string;

  @IsIn(['NSE', 'BSE', 'NFO', 'BFO'])
  exchange_code!: string;

  @IsIn(['cash', 'futures', 'options', 'btst', 'mtf'])
  product!: string;

  @IsIn(['buy', 'sell'])
  action!: string;

  @IsIn(['limit', 'market', 'stoploss'])
  order_type!: string;

  /** The trigger price of a stoploss order; ignored for others. */
  @IsOptional()
  @IsText(32)
  stoploss?: string;

  @IsExactDecimal('positive')
  quantity!: string;

  /** Required for limit and stoploss orders. */
  @IsOptional()
  @IsText(32)
  price?: string;

  @IsIn(['day', 'ioc', 'vtc'])
  validity!: string;

  /** Accepted and ignored, as by Breeze. */
  @IsOptional()
  @IsText(32)
  validity_date?: string;

  @IsOptional()
  @IsIn(['', '0'], { message: '$property must be 0: orders are shown whole' })
  disclosed_quantity?: string;

  @IsOptional()
  @IsText(32)
  expiry_date?: string;

  @IsOptional()
  @IsText(16)
  right?: string;

  @IsOptional()
  @IsText(32)
  strike_price?: string;

  @IsOptional()
  @IsText(64)
  user_remark?: string;

  @IsOptional()
  @IsText(256)
  secret?: string;
}
