import { Injectable } from '@nestjs/common';
import { BrokerGate } from '../brokers/broker-gate';
import type { BrokerAccount } from '../brokers/broker-account';
import type { Dialect, HttpAnswer } from '../brokers/broker-desk';
import { BreezeError, errorAnswer, notAuthentic, rateLimited } from './envelope';

/** How Breeze phrases what all brokers have in common. */
@Injectable()
export class BreezeDialect implements Dialect {
  constructor(private readonly gate: BrokerGate) {}

  refused(text: string): HttpAnswer {
    return errorAnswer(new BreezeError(text));
  }

  sessionOver(account: BrokerAccount): HttpAnswer {
    this.gate.endSession(account);
    return errorAnswer(notAuthentic());
  }

  rateLimited(inAnswer: boolean): HttpAnswer {
    return errorAnswer(rateLimited('minute', inAnswer ? 200 : 429));
  }
}
