import { ID } from '@ome/order-entry';
import { Matches } from 'class-validator';
import { RangeQuery } from '../http/page.query';

/** `GET /connectivity/history` */
export class ConnectivityHistoryQuery extends RangeQuery {
  /** A route as `GET /connectivity` names it, `mongodb` or `redis`. */
  @Matches(ID)
  link!: string;
}
