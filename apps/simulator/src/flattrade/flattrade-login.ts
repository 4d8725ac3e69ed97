import { Injectable } from '@nestjs/common';
import type { BrokerAccount } from '../brokers/broker-account';
import type { HttpAnswer } from '../brokers/broker-desk';
import { Sessions, type SessionKind } from '../brokers/sessions';
import { Clock } from '../clock';
import { requestTime } from './replies';

type Fields = Readonly<Record<string, unknown>>;

/** Exchanges the code of a login for a session. */
@Injectable()
export class FlattradeLogin {
  constructor(
    private readonly sessions: Sessions,
    private readonly clock: Clock,
  ) {}

  /** `api_secret` holds the SHA-256 of key, code and secret, concatenated. */
  apiToken({ api_key: apiKey, request_code: code, api_secret: sum }: Fields): HttpAnswer {
    const account = this.sessions.byApiKey('flattrade', apiKey);
    const proven = account?.hashes(textOf(sum), `${account.apiKey}${textOf(code)}`) ?? false;
    const { token, emsg } = this.exchange(account, proven, code, 'token');
    return token === null
      ? { status: 200, body: { stat: 'Not_Ok', emsg } }
      : { status: 200, body: { token, client: account?.userId, stat: 'Ok', emsg: '' } };
  }

  /** `checksum` is the SHA-256 of the three fields, named and joined with `&`. */
  quickAuth({ api_key: apiKey, request_token: code, checksum }: Fields): HttpAnswer {
    const account = this.sessions.byApiKey('flattrade', apiKey);
    const before = `api_key=${account?.apiKey}&request_token=${textOf(code)}&api_secret=`;
    const proven = account?.hashes(textOf(checksum), before) ?? false;
    const { token, emsg } = this.exchange(account, proven, code, 'signed');
    const time = { requestTime: requestTime(this.clock.now()) };
    return token === null
      ? { status: 200, body: { stat: 'Not_Ok', emsg, ...time } }
      : { status: 200, body: { stat: 'Ok', token, client: account?.userId, ...time } };
  }

  private exchange(
    account: BrokerAccount | undefined,
    proven: boolean,
    code: unknown,
    kind: SessionKind,
  ): { token: string; emsg: '' } | { token: null; emsg: string } {
    if (!account) return { token: null, emsg: 'Invalid Input : Invalid App Key' };
    if (!proven) return { token: null, emsg: 'Invalid Input : Invalid API Secret' };
    const session = this.sessions.open(account, kind, textOf(code));
    if (!session) return { token: null, emsg: 'Invalid Input : Invalid Request Code' };
    return { token: session.token, emsg: '' };
  }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
