import { Injectable } from '@nestjs/common';
import { Clock } from '../clock';
import { startOfDay } from './indian-time';

/**
 * Numbers orders and fills. They start at the milliseconds since midnight, so that a restarted
 * simulator does not repeat a number.
 */
@Injectable()
export class Sequence {
  private last: number;

  constructor(clock: Clock) {
    const now = clock.now();
    this.last = now.getTime() - startOfDay(now).getTime();
  }

  /** Eight digits. */
  next(): string {
    this.last += 1;
    return String(this.last).padStart(8, '0');
  }
}
