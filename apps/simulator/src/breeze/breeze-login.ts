import { randomInt } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { BrokerAccount } from '../brokers/broker-account';
import { BrokerGate } from '../brokers/broker-gate';
import { namedDate, timeOfDay } from '../brokers/indian-time';
import { Sessions } from '../brokers/sessions';
import { Clock } from '../clock';
import { BreezeError, rateLimited, type Success } from './envelope';
import { parseFields } from './order-fields';

/** `GET customerdetails`: exchanges the login page's code for the day's session token. */
@Injectable()
export class BreezeLogin {
  constructor(
    private readonly sessions: Sessions,
    private readonly gate: BrokerGate,
    private readonly clock: Clock,
  ) {}

  /** @throws BreezeError */
  customerDetails(body: Buffer): Success {
    const { SessionToken: code = '', AppKey: apiKey } = parseFields(body);
    const account = this.sessions.byApiKey('breeze', apiKey);
    if (!account) throw new BreezeError('Public Key does not exist.');
    const excess = this.gate.count(account, 'other');
    if (excess) throw rateLimited(excess.unit);
    if (!this.sessions.knowsCode(account, code)) throw new BreezeError('Invalid session.');
    const token = this.tokenFor(account, code);
    if (token === undefined) throw new BreezeError('Resource not available.');
    return this.details(account, token);
  }

  /** Each call gives the same token, as long as the session lasts. */
  private tokenFor(account: BrokerAccount, code: string): string | undefined {
    const session = this.sessions.sessionOf(account);
    if (session?.code === code) return session.token;
    const key = String(randomInt(100_000_000, 999_999_999_999));
    const token = Buffer.from(`${account.userId}:${key}`).toString('base64');
    return this.sessions.open(account, 'token', code, token)?.token;
  }

  private details(account: BrokerAccount, token: string): Success {
    const now = this.clock.now();
    const date = namedDate(now);
    return {
      exg_trade_date: { NSE: date, BSE: date, FNO: date, NDX: date },
      exg_status: { NSE: 'O', BSE: 'O', FNO: 'O', NDX: 'O' },
      segments_allowed: { Trading: 'Y', Equity: 'Y', Derivatives: 'Y', Currency: 'N' },
      idirect_userid: account.userId,
      session_token: token,
      idirect_user_name: 'A TRADER',
      idirect_ORD_TYP: 'N',
      idirect_lastlogin_time: `${date} ${timeOfDay(now)}`,
      mf_holding_mode_popup_flg: 'N',
      commodity_exchange_status: 'N',
      commodity_trade_date: date,
      commodity_allowed: 'O',
    };
  }
}
