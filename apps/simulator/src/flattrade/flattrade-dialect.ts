import { Injectable } from '@nestjs/common';
import { BrokerGate } from '../brokers/broker-gate';
import type { BrokerAccount } from '../brokers/broker-account';
import type { Dialect, HttpAnswer } from '../brokers/broker-desk';
import { Clock } from '../clock';
import { Emsg, excessText, NotOk, notOkAnswer, type Mode } from './replies';

/** How Flattrade phrases what all brokers have in common. */
@Injectable()
export class FlattradeDialect {
  constructor(
    private readonly gate: BrokerGate,
    private readonly clock: Clock,
  ) {}

  in(mode: Mode): Dialect {
    const say = (emsg: string, status = 200): HttpAnswer =>
      notOkAnswer(new NotOk(emsg, status), mode, this.clock.now());
    return {
      refused: (text) => say(text),
      sessionOver: (account: BrokerAccount) => {
        this.gate.endSession(account);
        return say(Emsg.sessionOver);
      },
      rateLimited: (inAnswer) =>
        say(excessText({ count: 11, unit: 'second', limit: 10 }), inAnswer ? 200 : 429),
    };
  }
}
