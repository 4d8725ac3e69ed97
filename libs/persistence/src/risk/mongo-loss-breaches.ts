import { decimalText } from '@ome/domain';
import { type LossBreach, LossBreaches } from '@ome/engine';
import type { mongo } from 'mongoose';
import { fromBson, toBson } from '../bson';
import { DECIDED, JOURNALED } from '../concerns';
import { DUPLICATE_KEY } from '../write-command';

type Keyed = mongo.Document & { _id: string };

/** One document per account and day. The change is recorded with the changes of limits. */
export class MongoLossBreaches extends LossBreaches {
  constructor(
    private readonly db: mongo.Db,
    private readonly client: mongo.MongoClient,
  ) {
    super();
  }

  traders(day: string): Promise<string[]> {
    const positions = this.db.collection<{ account: string; 'position.day': string }>('positions');
    return positions.distinct('account', { 'position.day': day });
  }

  async add(breach: LossBreach): Promise<void> {
    const { account, at, limit, result } = breach;
    const change = {
      at,
      by: 'engine',
      requestId: null,
      action: 'flattened',
      before: null,
      scope: { account, exchange: null, symbol: null },
      after: { maxDailyLoss: decimalText(limit), dayResult: decimalText(result) },
    };
    try {
      await this.client.withSession((session) =>
        session.withTransaction(
          async () => {
            const document = { _id: breachId(breach), ...(toBson(breach) as object), flatAt: null };
            await this.breaches.insertOne(document, { session });
            await this.db.collection('risk_changes').insertOne(change, { session });
          },
          { writeConcern: JOURNALED },
        ),
      );
    } catch (error) {
      if ((error as mongo.MongoServerError).code !== DUPLICATE_KEY) throw error;
    }
  }

  async ofDay(day: string): Promise<(LossBreach & { flatAt: Date | null })[]> {
    const found = this.breaches.find({ day }, DECIDED).sort({ _id: 1 });
    return (await found.toArray()).map(
      ({ _id, ...breach }) => fromBson(breach) as LossBreach & { flatAt: Date | null },
    );
  }

  async flat(breach: LossBreach, at: Date): Promise<void> {
    const still = { _id: breachId(breach), flatAt: null };
    await this.breaches.updateOne(still, { $set: { flatAt: at } }, { writeConcern: JOURNALED });
  }

  private get breaches() {
    return this.db.collection<Keyed>('loss_breaches');
  }
}

const breachId = ({ day, account }: LossBreach): string => JSON.stringify([day, account]);
