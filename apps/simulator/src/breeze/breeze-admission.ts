import type { IncomingHttpHeaders } from 'node:http';
import { Injectable } from '@nestjs/common';
import { BrokerGate } from '../brokers/broker-gate';
import type { CallClass } from '../brokers/simulated-broker';
import { Sessions } from '../brokers/sessions';
import { Clock } from '../clock';
import type { Caller } from './caller';
import { notAuthentic, rateLimited } from './envelope';
import { parseFields } from './order-fields';

/** How far the clock of a caller may be off. */
const SKEW_MS = 60_000;

/**
 * Authenticates calls: checks the headers over the exact bytes of the body, and counts the call.
 */
@Injectable()
export class BreezeAdmission {
  constructor(
    private readonly sessions: Sessions,
    private readonly gate: BrokerGate,
    private readonly clock: Clock,
  ) {}

  /** @throws BreezeError for a call beyond a limit, without a session, or with a wrong signature */
  admit(headers: IncomingHttpHeaders, body: Buffer, callClass: CallClass): Caller {
    const header = (name: string): string => String(headers[name] ?? '');
    const account = this.sessions.byApiKey('breeze', header('x-appkey'));
    if (!account) throw notAuthentic();
    const excess = this.gate.count(account, callClass);
    if (excess) throw rateLimited(excess.unit);
    if (this.sessions.sessionOf(account)?.token !== header('x-sessiontoken')) {
      this.gate.turnAway(account);
      throw notAuthentic();
    }
    const timestamp = header('x-timestamp');
    const skewMs = Math.abs(Date.parse(timestamp) - this.clock.now().getTime());
    const [word, sum = ''] = header('x-checksum').split(' ');
    const signed = Buffer.concat([Buffer.from(timestamp), body]);
    // An invalid timestamp gives NaN, which is not within any skew.
    if (!(skewMs <= SKEW_MS) || word !== 'token' || !account.hashes(sum, signed)) {
      throw notAuthentic();
    }
    this.gate.admit(account);
    return { account, fields: parseFields(body) };
  }
}
