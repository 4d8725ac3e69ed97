import { HttpException, HttpStatus, Injectable } from '@nestjs/common';
import { type BrokerLink, Clock } from '@ome/engine';

const WINDOW_MS = 60_000;
const TRIES = 5;

/**
 * How often a session may be logged in to, apart from its budget of calls: whoever tries codes must
 * not use up what orders and books need.
 */
@Injectable()
export class LoginTries {
  private readonly tries = new Map<string, Date[]>();

  constructor(private readonly clock: Clock) {}

  /** @throws HttpException beyond so many a minute */
  take({ name, session }: BrokerLink): void {
    const key = JSON.stringify([name, session]);
    const now = this.clock.now();
    const recent = (this.tries.get(key) ?? []).filter(
      (at) => now.getTime() - at.getTime() < WINDOW_MS,
    );
    if (recent.length >= TRIES) {
      throw new HttpException(
        `More than ${TRIES} logins of ${session} a minute; try again after a minute`,
        HttpStatus.TOO_MANY_REQUESTS,
      );
    }
    this.tries.set(key, [...recent, now]);
  }
}
