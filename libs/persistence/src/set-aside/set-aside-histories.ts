import type { Page } from '@ome/contracts';
import type { NoteUnreadable, UnreadablePlace } from '@ome/event-store';
import { LRUCache } from 'lru-cache';
import type { Model } from 'mongoose';
import { oldestFirst } from '../oldest-first';
import type { SetAsideHistoryRecord } from './set-aside-history.schema';

const KEPT_PLACES = 10_000;

export interface SetAsideHistory extends UnreadablePlace {
  since: Date;
}

/**
 * Histories that cannot be folded. Readers skip them and continue with the others; ops are alerted
 * once, and the entry stays until the history can be read.
 */
export class SetAsideHistories {
  /** Places that this process noted, so that it does not note them at every read. */
  private readonly noted = new LRUCache<string, { from: number; to: number }>({ max: KEPT_PLACES });

  /** @param alert called once per history, in the process that found it first */
  constructor(
    private readonly model: Model<SetAsideHistoryRecord>,
    private readonly alert: (place: UnreadablePlace) => void,
  ) {}

  /** Neither waits nor throws: if the write fails, the next read notes the place again. */
  readonly note: NoteUnreadable = (place) => {
    const _id = idOf(place);
    const { from, to } = this.noted.get(_id) ?? { from: Infinity, to: 0 };
    if (from <= place.seq && place.seq <= to) return;
    this.noted.set(_id, { from: Math.min(from, place.seq), to: Math.max(to, place.seq) });
    this.write(_id, place).catch(() => this.noted.delete(_id));
  };

  page(cursor: string | null, limit: number): Promise<Page<SetAsideHistory>> {
    const request = { filter: {}, field: 'since', cursor, limit } as const;
    return oldestFirst(this.model, request, ({ _id, lastSeq: _last, ...history }) => history);
  }

  count(): Promise<number> {
    return this.model.estimatedDocumentCount();
  }

  /** Removes a history that could be read and was handled up to an event. */
  async readmit({ stream, id }: Pick<UnreadablePlace, 'stream' | 'id'>, readTo: number) {
    const _id = idOf({ stream, id });
    await this.model.deleteOne({ _id, lastSeq: { $lte: readTo } });
    this.noted.delete(_id);
  }

  private async write(_id: string, { seq, ...place }: UnreadablePlace): Promise<void> {
    const first = { ...place, since: new Date() };
    const { upsertedCount } = await this.model.updateOne(
      { _id },
      { $setOnInsert: first, $min: { seq }, $max: { lastSeq: seq } },
      { upsert: true },
    );
    if (upsertedCount > 0) this.alert({ seq, ...place });
  }
}

const idOf = ({ stream, id }: Pick<UnreadablePlace, 'stream' | 'id'>): string => `${stream}:${id}`;
