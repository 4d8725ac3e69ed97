import { Injectable, type PipeTransform } from '@nestjs/common';
import { refuse, RefusalCode } from '@ome/domain';
import { Refused } from '../problems/refused';

const BASKET_ID = /^[0-9a-f]{24}$/;

/** The id in a path; one that no basket can have is answered like one that no basket has. */
@Injectable()
export class BasketIdPipe implements PipeTransform<string, string> {
  transform(value: string): string {
    if (!BASKET_ID.test(value)) throw new Refused(refuse(RefusalCode.BasketNotFound));
    return value;
  }
}
