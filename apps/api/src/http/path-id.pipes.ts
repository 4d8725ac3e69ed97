import { Injectable, type PipeTransform } from '@nestjs/common';
import { refuse, RefusalCode } from '@ome/domain';
import { ID, invalid } from '@ome/order-entry';
import { Refused } from '../problems/refused';

/** Ids that the engine makes. */
const OURS = /^[0-9a-f]{24}$/;

/** An id that no order can have is answered like one that no order has. */
@Injectable()
export class OrderIdPipe implements PipeTransform<string, string> {
  transform(value: string): string {
    if (!OURS.test(value)) throw new Refused(refuse(RefusalCode.OrderNotFound));
    return value;
  }
}

/** An id that no basket can have is answered like one that no basket has. */
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
