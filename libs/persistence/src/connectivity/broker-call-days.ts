import type { Model } from 'mongoose';
import type { BrokerCallDayRecord } from '../broker-calls/broker-call.schema';

/** Counts the calls of broker sessions per market day. */
export class BrokerCallDays {
  constructor(private readonly model: Model<BrokerCallDayRecord>) {}

  async callsOf(route: string, day: string): Promise<number> {
    return (await this.model.findById(`${route} ${day}`).lean())?.calls ?? 0;
  }
}
