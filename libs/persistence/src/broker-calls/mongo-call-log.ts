import { type CallKind, CallLog, type LoggedCall } from '@ome/engine';
import { mongo, type Model } from 'mongoose';
import { DUPLICATE_KEY } from '../write-command';
import type { BrokerCallDayRecord, BrokerCallRecord } from './broker-call.schema';

export class MongoCallLog extends CallLog {
  constructor(
    private readonly calls: Model<BrokerCallRecord>,
    private readonly days: Model<BrokerCallDayRecord>,
  ) {
    super();
  }

  async note(route: string, { id, kind, at }: LoggedCall): Promise<void> {
    await this.calls.collection.insertOne({ _id: id as never, route, kind, at });
  }

  async since(route: string, from: Date): Promise<LoggedCall[]> {
    const found = await this.calls.find({ route, at: { $gte: from } }).lean();
    return found.map(({ _id, kind, at }) => ({ id: _id, kind: kind as CallKind, at }));
  }

  async countOfDay(route: string, day: string, limit: number): Promise<boolean> {
    const update = { $inc: { calls: 1 }, $setOnInsert: { startedAt: new Date() } };
    try {
      const found = { _id: `${route} ${day}`, calls: { $lt: limit } };
      await this.days.updateOne(found, update, { upsert: true });
      return true;
    } catch (error) {
      // The upsert found no document below the limit and tried to insert a second one for the day.
      if (!(error instanceof mongo.MongoServerError) || error.code !== DUPLICATE_KEY) throw error;
      const counted = await this.days.findById(`${route} ${day}`).lean();
      return counted !== null && counted.calls < limit ? this.countOfDay(route, day, limit) : false;
    }
  }
}
