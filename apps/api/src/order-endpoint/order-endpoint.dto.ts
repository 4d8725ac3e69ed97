import { ID } from '@ome/order-entry';
import { IsIn, IsOptional, Matches } from 'class-validator';
import { ToleratesUnknownFields } from '../validation/compiled-schemas';
import { IsExactDecimal, IsText, IsWireInteger } from '../validation/field.validators';

/** Type 1: a new order. Numbers may be strings of digits, as forms send them. */
@ToleratesUnknownFields()
export class NewOrderMessage {
  @IsWireInteger()
  user_id!: number | string;

  @Matches(ID, { message: '$property must be 1 to 64 visible ASCII characters' })
  product_id!: string;

  @IsIn([0, 1, '0', '1'])
  side!: number | string;

  @IsIn(['LIMIT', 'MARKET'])
  price_instruction!: 'LIMIT' | 'MARKET';

  /** Required for LIMIT; ignored for MARKET. */
  @IsOptional()
  ask_price?: unknown;

  @IsExactDecimal('positive')
  total_qty!: number | string;

  @IsOptional()
  @IsWireInteger()
  client?: number | string;

  @Matches(ID, { message: '$property must be 1 to 64 visible ASCII characters' })
  exchange_id!: string;

  @IsWireInteger()
  account!: number | string;

  /** Stored and returned unchanged. */
  @IsOptional()
  counter_party?: unknown;
}

/** Type 2: a new price and a new total quantity. Omitted fields keep their value. */
@ToleratesUnknownFields()
export class ChangeOrderMessage {
  @IsText(64)
  order_id!: string;

  @IsOptional()
  @IsExactDecimal()
  ask_price?: number | string | null;

  @IsOptional()
  @IsExactDecimal('positive')
  total_qty?: number | string | null;
}

/** Type 3: cancel. */
@ToleratesUnknownFields()
export class CancelOrderMessage {
  @IsText(64)
  order_id!: string;

  @IsOptional()
  @IsText(256)
  reason_cancellation?: string;
}

/** Type 4: a user's orders with their fills. */
@ToleratesUnknownFields()
export class UserOrdersMessage {
  @IsWireInteger()
  user_id!: number | string;
}
