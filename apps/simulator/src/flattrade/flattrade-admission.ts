import { Injectable } from '@nestjs/common';
import type { BrokerAccount } from '../brokers/broker-account';
import { BrokerGate } from '../brokers/broker-gate';
import type { CallClass } from '../brokers/simulated-broker';
import { Sessions } from '../brokers/sessions';
import { Clock } from '../clock';
import type { Caller } from './caller';
import { required, type SignedBody } from './jdata';
import { Emsg, excessText, NotOk, type Mode, type Reply } from './replies';

/** Authenticates calls: finds the account of a call by its key, and counts it. */
@Injectable()
export class FlattradeAdmission {
  constructor(
    private readonly sessions: Sessions,
    private readonly gate: BrokerGate,
    private readonly clock: Clock,
  ) {}

  now(): Date {
    return this.clock.now();
  }

  /** A key that is not a session token is treated as a signature. */
  modeOf(body: SignedBody): Mode {
    if (this.sessions.byToken('flattrade', body.jKey)) return 'session';
    return this.signerOf(body) ? 'signed' : 'session';
  }

  /** @throws NotOk for a call beyond a limit, or without a session */
  admit(body: SignedBody, mode: Mode, callClass: CallClass): Caller {
    const { fields } = body;
    const account =
      mode === 'signed' ? this.signerOf(body) : this.sessions.byToken('flattrade', body.jKey);
    // Some calls name the account alone.
    const uid = fields.uid ?? fields.actid;
    const named = this.sessions.byUserId('flattrade', uid);
    const counted = account ?? named;
    const excess = counted && this.gate.count(counted, callClass, fields.norenordno);
    if (excess) throw new NotOk(excessText(excess));
    if (account && mode === 'session') required({ uid: uid ?? '' }, 'uid');
    if (!account || (uid !== undefined && named !== account)) {
      if (named) this.gate.turnAway(named);
      throw new NotOk(Emsg.sessionOver);
    }
    this.gate.admit(account);
    return { account, mode, fields };
  }

  logOut({ account }: Caller): Reply {
    this.sessions.expire(account);
    return {};
  }

  private signerOf({ jData, jKey }: SignedBody): BrokerAccount | undefined {
    return this.sessions
      .accountsOf('flattrade')
      .filter((account) => this.sessions.sessionOf(account)?.kind === 'signed')
      .find((account) => account.signs(jKey, jData));
  }
}
