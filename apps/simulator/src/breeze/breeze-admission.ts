import type { IncomingHttpHeaders } from 'node:http';
import { Injectable } from '@nestjs/common';
import type { BrokerAccount } from '../brokers/broker-account';
import { BrokerGate } from '../brokers/broker-gate';
import type { CallClass } from '../brokers/simulated-broker';
import { Sessions } from '../brokers/sessions';
import { Clock } from '../clock';
import type { Caller } from './caller';
import { notAuthentic, rateLimited } from './envelope';
import { parseFields, type Fields } from './order-fields';

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
    const account = this.accountOf(header('x-appkey'), header('x-sessiontoken'), callClass);
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

  /** Calls of version 2 have no signature. @throws BreezeError */
  admitUnsigned(headers: IncomingHttpHeaders, fields: Fields): Caller {
    const { apikey, 'x-sessiontoken': token } = headers;
    const account = this.accountOf(String(apikey), String(token), 'other');
    this.gate.admit(account);
    return { account, fields };
  }

  private accountOf(apiKey: string, token: string, callClass: CallClass): BrokerAccount {
    const account = this.sessions.byApiKey('breeze', apiKey);
    if (!account) throw notAuthentic();
    const excess = this.gate.count(account, callClass);
    if (excess) throw rateLimited(excess.unit);
    if (this.sessions.sessionOf(account)?.token !== token) {
      this.gate.turnAway(account);
      throw notAuthentic();
    }
    return account;
  }
}
