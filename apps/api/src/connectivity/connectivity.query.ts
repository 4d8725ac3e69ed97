import { IsOptional, Matches } from 'class-validator';
import { ID } from '../orders/new-order.dto';
import { IsInstant } from '../validation/field.validators';

/** `GET /connectivity/history` */
export class ConnectivityHistoryQuery {
  /** A route as `GET /connectivity` names it, `mongodb` or `redis`. */
  @Matches(ID)
  link!: string;

  @IsOptional()
  @IsInstant()
  from?: string;

  @IsOptional()
  @IsInstant()
  to?: string;
}
