import { Injectable, type PipeTransform } from '@nestjs/common';
import { invalid } from '@ome/order-entry';
import { ID } from './new-order.dto';

@Injectable()
export class UserIdPipe implements PipeTransform<string, string> {
  transform(value: string): string {
    if (!ID.test(value)) throw invalid('userId', 'must be 1 to 64 visible ASCII characters');
    return value;
  }
}
