import { Injectable } from '@nestjs/common';

/** The clock of sessions, limits and books; tests replace it. */
@Injectable()
export class Clock {
  now(): Date {
    return new Date();
  }
}
