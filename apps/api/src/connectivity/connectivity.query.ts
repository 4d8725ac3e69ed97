import { ID } from '@ome/order-entry';
import { IsOptional, Matches } from 'class-validator';
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
