import { Injectable, type PipeTransform } from '@nestjs/common';
import { refuse, RefusalCode } from '@ome/domain';
import { Refused } from '../problems/refused';

const ORDER_ID = /^[0-9a-f]{24}$/;

/** The id in a path; one that no order can have is answered like one that no order has. */
@Injectable()
export class OrderIdPipe implements PipeTransform<string, string> {
  transform(value: string): string {
    if (!ORDER_ID.test(value)) throw new Refused(refuse(RefusalCode.OrderNotFound));
    return value;
  }
}
