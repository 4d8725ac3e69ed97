import {
  beginningWith,
  canonicalProduct,
  checkpointBefore,
  comparePlaces,
  costOf,
  type Decimal,
  EMPTY_LINE,
  endOf,
  endPlace,
  enter,
  type FillState,
  type FoldStart,
  NO_POSITION,
  type Place,
  type Position,
  type PositionFill,
  PositionFold,
  ZERO,
} from '@ome/domain';
import type { Conversion, KnownPosition, PositionKey } from '@ome/engine';
import { dayIn, startOfDay } from '@ome/platform';
import { mongo } from 'mongoose';
import { storedEvent } from '../event-store/stored-event';
import { CONVERSION_STREAM, type ConversionEvent, moveOf } from './conversion-stream';
import {
  closingOf,
  dayDocument,
  fillStateOf,
  type Keyed,
  keyOfFill,
  knownPosition,
  positionDocument,
  positionId,
  type StoredPosition,
  storedPosition,
} from './position.document';

interface Change {
  before: StoredPosition | null;
  key: PositionKey;
  fold: PositionFold;
  /** Closings of days before this one do not change. */
  from: string;
  gone: string[];
}

/** Reads and writes positions, their fills, closings and conversions within one transaction. */
export class PositionStore {
  private readonly dayOf: (at: Date) => string;

  constructor(
    private readonly db: mongo.Db,
    private readonly session: mongo.ClientSession,
    private readonly timeZone: string,
  ) {
    this.dayOf = dayIn(timeZone);
  }

  fills(filter: object): Promise<mongo.Document[]> {
    return this.db.collection('fills').find(filter, this.inside).toArray();
  }

  /** Applies fills, given as documents of their read model, to their positions. */
  async take(fills: readonly mongo.Document[]): Promise<KnownPosition[]> {
    const byId = this.byPosition(fills);
    const stored = await this.stored([...byId.keys()]);
    const changes: Change[] = [];
    for (const [id, { key, states }] of byId) {
      const change = await this.change(key, stored.get(id) ?? null, states);
      if (change) changes.push(change);
    }
    for (const written of await this.write(changes)) stored.set(positionId(written.key), written);
    return [...stored.values()].map(knownPosition);
  }

  /** Folds a position again from all its executions. */
  async refold(key: PositionKey): Promise<{ stored: StoredPosition | null; fold: PositionFold }> {
    const stored = (await this.stored([positionId(key)])).get(positionId(key)) ?? null;
    return { stored, fold: await this.fold(key, beginningWith(NO_POSITION), {}, null) };
  }

  async closings(key: PositionKey, from = ''): Promise<Map<string, Position>> {
    const found = this.days.find({ positionId: positionId(key), day: { $gte: from } }, this.inside);
    return new Map((await found.toArray()).map((day) => [day.day as string, closingOf(day)]));
  }

  async hasFills(key: PositionKey): Promise<boolean> {
    return (await this.db.collection('fills').findOne({ ...key }, this.inside)) !== null;
  }

  /** Whether the position has executions or is stored. */
  async isKnown(key: PositionKey): Promise<boolean> {
    return (await this.hasFills(key)) || (await this.stored([positionId(key)])).size > 0;
  }

  async remove(key: PositionKey): Promise<void> {
    await this.positions.deleteOne({ _id: positionId(key) }, this.inside);
    await this.days.deleteMany({ positionId: positionId(key) }, this.inside);
  }

  async write(changes: readonly Change[]): Promise<StoredPosition[]> {
    if (changes.length === 0) return [];
    const updatedAt = new Date();
    const written = changes.map(({ key, before, fold: { position, line } }): StoredPosition => ({
      key,
      position,
      line,
      updatedAt,
      version: (before?.version ?? 0) + 1,
    }));
    await this.positions.bulkWrite(
      written.map((each) => replacement(positionDocument(each))),
      this.inside,
    );
    const closings = changes.flatMap(closingWrites);
    if (closings.length > 0) await this.days.bulkWrite(closings, this.inside);
    return written;
  }

  private byPosition(fills: readonly mongo.Document[]) {
    const byId = new Map<string, { key: PositionKey; states: FillState[] }>();
    for (const fill of fills) {
      const key = keyOfFill(fill);
      const id = positionId(key);
      const known = byId.get(id) ?? { key, states: [] };
      byId.set(id, known);
      known.states.push(fillStateOf(fill, this.dayOf));
    }
    return byId;
  }

  private async stored(ids: string[]): Promise<Map<string, StoredPosition>> {
    const found = await this.positions.find({ _id: { $in: ids } }, this.inside).toArray();
    return new Map(found.map((document) => [document._id, storedPosition(document)]));
  }

  private async change(
    key: PositionKey,
    before: StoredPosition | null,
    states: FillState[],
  ): Promise<Change | null> {
    const line = before?.line ?? EMPTY_LINE;
    const entered = enter(line, states);
    switch (entered.outcome) {
      case 'unchanged':
        return null;
      case 'entered':
        return { before, key, ...entered };
      case 'late': {
        const { day: from } = entered.earliest;
        const places = [...states, ...(endOf(line) ? [endOf(line)!] : [])];
        // Later fills that are in the read model already come along the feed. If they were counted
        // now, they would be late themselves, and so would all that follow.
        const end = places.sort(comparePlaces).at(-1)!;
        const start = checkpointBefore(line, entered.earliest);
        const since = start
          ? endPlace(start.base)!.at
          : startOfDay(entered.earliest.at, this.timeZone);
        const at = { $gte: since, $lte: end.at };
        const begun = start ?? beginningWith(await this.opening(key, from));
        const fold = await this.fold(key, begun, { at }, end);
        const days = [...(await this.closings(key, from)).keys()];
        const gone = days.filter((day) => !fold.closings.has(day));
        return { before, key, fold, from, gone };
      }
    }
  }

  /** The closing of the last day before this one. */
  private async opening(key: PositionKey, day: string): Promise<Position> {
    const before = { positionId: positionId(key), day: { $lt: day } };
    const found = await this.days.findOne(before, { ...this.inside, sort: { day: -1 } });
    return found ? closingOf(found) : NO_POSITION;
  }

  private async fold(
    key: PositionKey,
    start: FoldStart,
    filter: object,
    end: Place | null,
  ): Promise<PositionFold> {
    const fold = new PositionFold(start);
    const begin = endPlace(start.base);
    const isCounted = (place: Place): boolean => begin !== null && comparePlaces(place, begin) <= 0;
    const live = this.db
      .collection('fills')
      .find({ ...key, ...filter, state: { $ne: 'busted' } }, this.inside)
      .sort({ at: 1, eventId: 1 });
    const moves = (await this.moves(key, filter, end)).filter((move) => !isCounted(move));
    for await (const document of live) {
      const fill = fillStateOf(document, this.dayOf);
      if (isCounted(fill)) continue;
      if (end && comparePlaces(fill, end) > 0) break;
      while (moves.length > 0 && comparePlaces(moves[0], fill) < 0) fold.push(moves.shift()!);
      fold.push(fill);
    }
    for (const move of moves) fold.push(move);
    return fold;
  }

  /** The changes of the position by conversions, in the canonical order. */
  private async moves(
    key: PositionKey,
    filter: object,
    end: Place | null,
  ): Promise<PositionFill[]> {
    const { product, ...instrument } = key;
    const names = { $in: await this.namesOf(key) };
    const ofProduct = { $or: [{ fromProduct: names }, { toProduct: names }] };
    const found = await this.conversions
      .find({ type: 'Converted', ...instrument, ...ofProduct, ...filter }, this.inside)
      .sort({ at: 1, _id: 1 })
      .toArray();
    return found
      .map((conversion) => moveOf(conversion, product, this.dayOf))
      .filter((move) => !end || comparePlaces(move, end) <= 0);
  }

  /**
   * The product names under which conversions may refer to the position. Null is one of them if no
   * execution of it was without a product.
   */
  private async namesOf(key: PositionKey): Promise<(string | null)[]> {
    const { exchange, product } = key;
    if (product !== null && product !== canonicalProduct(exchange, null)) return [product];
    const isUnnamed = await this.hasFills({ ...key, product: null });
    if (product === null) return isUnnamed ? [null] : [];
    return isUnnamed ? [product] : [product, null];
  }

  /**
   * Journals a conversion and moves the quantity between both positions.
   *
   * @returns null if the conversion has an outcome already
   */
  async convert(conversion: Conversion): Promise<KnownPosition[] | null> {
    const { conversionId, account, exchange, symbol, link } = conversion;
    const seq = conversion.origin === 'venue' ? 1 : 2;
    if (await this.conversions.findOne({ conversionId, seq }, this.inside)) return null;
    const key = { account, exchange, symbol, link };
    const [from, to] = await Promise.all(
      [conversion.fromProduct, conversion.toProduct].map((product) =>
        this.keyIn({ ...key, product }),
      ),
    );
    const movedCost = await this.movedCost(conversion, [from, to].map(positionId));
    const document = storedEvent(CONVERSION_STREAM, {
      ...conversion,
      seq,
      type: 'Converted',
      fromProduct: from.product,
      toProduct: to.product,
      movedCost,
    } as ConversionEvent);
    await this.conversions.insertOne(document, this.inside);
    const changes = await Promise.all(
      [from, to].map(async (position) => {
        const before = (await this.stored([positionId(position)])).get(positionId(position));
        const move = moveOf(document, position.product, this.dayOf);
        return this.change(position, before ?? null, [{ ...move, live: true }]);
      }),
    );
    const written = await this.write(changes.filter((change) => change !== null));
    return written.map(knownPosition);
  }

  /**
   * Values the quantity at the average price of the position that it leaves; if that is not held on
   * this side any more, at the price of the conversion, else at the average price of the other
   * position, else at the last price.
   */
  private async movedCost({ quantity, price }: Conversion, ids: string[]): Promise<Decimal> {
    const stored = await this.stored(ids);
    const positions = ids.map((id) => stored.get(id)?.position ?? NO_POSITION);
    const [from] = positions;
    const isHeld = !from.netQty.isZero() && from.netQty.isNegative() === quantity.isNegative();
    if (isHeld) return costOf(from, quantity);
    if (price) return quantity.times(price);
    const open = positions.find(({ netQty }) => !netQty.isZero());
    if (open) return costOf(open, quantity);
    return quantity.times(positions.find(({ last }) => last)?.last?.price ?? ZERO);
  }

  /**
   * The position under the product name that it is stored with, which is null if its orders named
   * none.
   */
  private async keyIn(key: PositionKey): Promise<PositionKey> {
    const { product, ...instrument } = key;
    const wanted = canonicalProduct(key.exchange, product);
    const found = await this.positions.find({ ...instrument }, this.inside).toArray();
    const keys = found
      .sort((one, other) => Number(other.open) - Number(one.open))
      .map((document) => storedPosition(document).key);
    const known = keys.find((each) => canonicalProduct(each.exchange, each.product) === wanted);
    return known ?? { ...key, product: wanted };
  }

  private get conversions() {
    return this.db.collection('conversion_events');
  }

  private get positions() {
    return this.db.collection<Keyed>('positions');
  }

  private get days() {
    return this.db.collection<Keyed>('position_days');
  }

  private get inside() {
    return { session: this.session };
  }
}

const replacement = ({ _id, ...document }: Keyed) => ({
  replaceOne: { filter: { _id }, replacement: document, upsert: true },
});

const closingWrites = ({ key, fold, from, gone }: Change) => [
  ...[...fold.closings]
    .filter(([day]) => day >= from)
    .map(([day, closing]) => replacement(dayDocument(key, day, closing))),
  ...gone.map((day) => ({ deleteOne: { filter: { positionId: positionId(key), day } } })),
];
