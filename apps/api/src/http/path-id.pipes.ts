import { Injectable, type PipeTransform } from '@nestjs/common';
import { refuse, RefusalCode } from '@ome/domain';
import { ID, invalid } from '@ome/order-entry';
import { Refused } from '../problems/refused';

/** Ids made by the engine. */
const OURS = /^[0-9a-f]{24}$/;

/** An impossible order id is answered like an unknown one. */
@Injectable()
export class OrderIdPipe implements PipeTransform<string, string> {
  transform(value: string): string {
    if (!OURS.test(value)) throw new Refused(refuse(RefusalCode.OrderNotFound));
    return value;
  }
}

/** An impossible basket id is answered like an unknown one. */
@Injectable()
export class BasketIdPipe implements PipeTransform<string, string> {
  transform(value: string): string {
    if (!OURS.test(value)) throw new Refused(refuse(RefusalCode.BasketNotFound));
    return value;
  }
}

@Injectable()
export class UserIdPipe implements PipeTransform<string, string> {
  transform(value: string): string {
    if (!ID.test(value)) throw invalid('userId', 'must be 1 to 64 visible ASCII characters');
    return value;
  }
}
