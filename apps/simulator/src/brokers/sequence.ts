import { Injectable } from '@nestjs/common';
import { Clock } from '../clock';
import { startOfDay } from './indian-time';

/**
 * Numbers of orders and fills. They begin at the milliseconds of the day that have passed, so that
 * a simulator that was started anew gives out none that it gave out before.
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
