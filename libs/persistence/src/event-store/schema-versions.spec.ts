import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { foldBasket, foldOrder, type OrderEvent } from '@ome/domain';
import { type EventStream, HistoryUnreadable, type SequencedEvent } from '@ome/event-store';
import { mongo } from 'mongoose';
import { BASKET_STREAM } from '../baskets/basket-stream';
import { ORDER_STREAM } from '../journal/order-stream';
import { CONVERSION_STREAM } from '../positions/conversion-stream';
import { readableEvent, recordedEvent, storedEvent } from './stored-event';

type Stream = EventStream<SequencedEvent>;

const STREAMS = [ORDER_STREAM, BASKET_STREAM, CONVERSION_STREAM] as unknown as Stream[];

const folderOf = ({ name }: Stream): string => join(__dirname, 'fixtures', name);

/** A stored event of every type, as each version of the engine wrote it. */
const fixture = (stream: Stream, type: string, version: number): mongo.Document =>
  mongo.BSON.EJSON.parse(
    readFileSync(join(folderOf(stream), `${type}.v${version}.json`), 'utf8'),
  ) as mongo.Document;

const versions = (stream: Stream) =>
  Object.entries(stream.upcasters).flatMap(([type, lifts]) =>
    [...lifts, null].map((_, index) => ({ type, version: index + 1, newest: lifts.length + 1 })),
  );

describe.each(STREAMS.map((stream) => [stream.name, stream] as const))('%s', (_name, stream) => {
  test('there is a fixture of every version of every type, and no other', () => {
    const files = versions(stream).map(({ type, version }) => `${type}.v${version}.json`);
    expect(readdirSync(folderOf(stream)).sort()).toEqual(files.sort());
  });

  test.each(versions(stream))('$type, version $version', ({ type, version, newest }) => {
    const { event } = recordedEvent(stream, fixture(stream, type, version));
    const { _id, ...written } = storedEvent(stream, event);
    const { _id: _other, ...expected } = fixture(stream, type, newest);
    // Stored again it equals what the newest version stores.
    expect(mongo.BSON.EJSON.stringify(written)).toEqual(
      mongo.BSON.EJSON.stringify(sameOrder(expected, written)),
    );
  });

  test.each(Object.keys(stream.upcasters))('%s without a version is of version 1', (type) => {
    const { schemaVersion: _version, ...old } = fixture(stream, type, 1);
    expect(recordedEvent(stream, old)).toEqual(recordedEvent(stream, fixture(stream, type, 1)));
  });

  test.each(Object.keys(stream.upcasters))('%s of a newer engine is refused', (type) => {
    const newer = { ...fixture(stream, type, 1), schemaVersion: 99 };
    expect(() => recordedEvent(stream, newer)).toThrow(HistoryUnreadable);
    const noted: unknown[] = [];
    expect(readableEvent(stream, newer, (place) => noted.push(place))).toBeNull();
    expect(noted).toMatchObject([
      { stream: stream.name, kind: 'newer', reason: expect.stringContaining('schema version 99') },
    ]);
  });

  test('an event of an unknown type is refused', () => {
    const [type] = Object.keys(stream.upcasters);
    const unknown = { ...fixture(stream, type, 1), type: 'constructor' };
    expect(() => recordedEvent(stream, unknown)).toThrow(
      'does not know events of type constructor',
    );
  });
});

test('orders can be folded from events of every version', () => {
  for (const { type, version } of versions(STREAMS[0])) {
    for (const opened of [1, 2]) {
      const opening = recordedEvent(ORDER_STREAM, fixture(STREAMS[0], 'NewOrder', opened));
      const next = recordedEvent(ORDER_STREAM, fixture(STREAMS[0], type, version));
      const history: OrderEvent[] = [opening.event, ...(type === 'NewOrder' ? [] : [next.event])];
      expect(foldOrder(history)).toMatchObject({ version: history.length, basketId: null });
    }
  }
});

test('baskets can be folded from events of every version', () => {
  for (const { type, version } of versions(STREAMS[1])) {
    const opening = recordedEvent(BASKET_STREAM, fixture(STREAMS[1], 'BasketNew', 1)).event;
    const next = recordedEvent(BASKET_STREAM, fixture(STREAMS[1], type, version)).event;
    const history = [opening, ...(type === 'BasketNew' ? [] : [next])];
    expect(foldBasket(history)).toMatchObject({ version: history.length });
  }
});

/** MongoDB keeps the order of fields, which has no meaning. */
const sameOrder = (fields: mongo.Document, like: object): mongo.Document =>
  Object.fromEntries([
    ...Object.keys(like).flatMap((key) => (key in fields ? [[key, fields[key]]] : [])),
    ...Object.entries(fields).filter(([key]) => !(key in like)),
  ]) as mongo.Document;
