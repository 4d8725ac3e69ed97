import { setTimeout as sleep } from 'node:timers/promises';
import type { BasketEvent } from '@ome/domain';
import { BasketJournal, StoreUnavailable } from '@ome/engine';
import { mongo } from 'mongoose';
import { fromBson, toBson } from '../bson';
import { DUPLICATE_KEY } from '../write-command';

const JOURNALED = { writeConcern: { w: 'majority', journal: true } } as const;
const CONFIRM_MS = 5_000;

/**
 * The journal in `basket_events`. An insert whose answer was lost is repeated with the same `_id`
 * until the store says yes or shows who holds the place: the first attempt, should it still be on
 * its way, can then only meet its own `_id`.
 */
export class MongoBasketJournal extends BasketJournal {
  /** @param verdictTimeoutMs how long to go on asking before the caller is told that nobody knows */
  constructor(
    private readonly collection: mongo.Collection,
    private readonly verdictTimeoutMs: number,
  ) {
    super();
  }

  async append(event: BasketEvent): Promise<'committed' | 'conflict'> {
    const document = { _id: new mongo.ObjectId(), ...(toBson(event) as object) };
    const deadline = Date.now() + this.verdictTimeoutMs;
    for (let delayMs = 50; ; delayMs = Math.min(delayMs * 2, 1_000)) {
      try {
        return await this.insert(event, document);
      } catch (error) {
        if (!(error instanceof mongo.MongoError)) throw error;
        if (Date.now() >= deadline) {
          throw new StoreUnavailable('MongoDB does not say whether the event was stored', {
            cause: error,
          });
        }
        await sleep(delayMs);
      }
    }
  }

  async read(basketId: string): Promise<BasketEvent[]> {
    const found = await this.collection
      .find({ basketId }, { readConcern: { level: 'majority' } })
      .sort({ seq: 1 })
      .toArray();
    return found.map(basketEventOf);
  }

  private async insert(
    { basketId, seq }: BasketEvent,
    document: { _id: mongo.ObjectId },
  ): Promise<'committed' | 'conflict'> {
    try {
      await this.collection.insertOne(document, JOURNALED);
      return 'committed';
    } catch (error) {
      if (!(error instanceof mongo.MongoServerError) || error.code !== DUPLICATE_KEY) throw error;
    }
    // Linearizable: answers only once a majority holds what is there, so that it can be read.
    const holder = await this.collection.findOne(
      { basketId, seq },
      { readConcern: { level: 'linearizable' }, maxTimeMS: CONFIRM_MS },
    );
    return holder && document._id.equals(holder._id) ? 'committed' : 'conflict';
  }
}

/** A stored event as the domain knows it. */
export const basketEventOf = ({ _id, ...event }: mongo.Document): BasketEvent =>
  fromBson(event) as BasketEvent;
