import { Injectable } from '@nestjs/common';

/** The time that sessions, limits and books go by; tests put another in its place. */
@Injectable()
export class Clock {
  now(): Date {
    return new Date();
  }
}
