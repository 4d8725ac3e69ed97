import { brokenPlaceIn, type EventStream, schemaVersionOf, upcast } from './event-stream';

type Thing = { type: 'Opened' | 'Changed'; thingId: string; seq: number; at: Date; name?: string };

const STREAM: EventStream<Thing> = {
  name: 'thing',
  collection: 'thing_events',
  idField: 'thingId',
  usedUpFields: [],
  opening: 'Opened',
  upcasters: { Opened: [({ title, ...event }) => ({ ...event, name: title })], Changed: [] },
  indexFields: [],
};

const history = (...types: [Thing['type'], number][]) =>
  types.map(([type, seq]) => ({
    id: `${seq}`,
    event: { type, thingId: 'a', seq, at: new Date(0) },
  }));

const reasonOf = (stream: EventStream<Thing>, ...types: [Thing['type'], number][]) =>
  brokenPlaceIn(stream, history(...types))?.place ?? null;

test('a history begins with its opening event, once, and has no gap', () => {
  expect(reasonOf(STREAM, ['Opened', 1], ['Changed', 2])).toBeNull();
  expect(reasonOf(STREAM, ['Changed', 1])).toMatchObject({
    seq: 1,
    kind: 'broken',
    reason: 'it begins with Changed, not Opened',
  });
  expect(reasonOf(STREAM, ['Opened', 1], ['Opened', 2])).toMatchObject({
    reason: 'Opened comes again',
  });
  expect(reasonOf(STREAM, ['Opened', 1], ['Changed', 3])).toMatchObject({
    reason: 'event 2 is missing',
  });
});

test('where several events may open a history, any may come first', () => {
  const { opening: _opening, ...stream } = STREAM;
  expect(reasonOf(stream, ['Changed', 1], ['Opened', 2])).toBeNull();
});

test('an older event is lifted, and a newer one is refused', () => {
  const fields = { type: 'Opened', thingId: 'a', seq: 1, at: new Date(0) };
  expect(schemaVersionOf(STREAM, 'Opened')).toBe(2);
  expect(upcast(STREAM, { ...fields, title: 'x' }, 1)).toMatchObject({ name: 'x' });
  expect(upcast(STREAM, { ...fields, name: 'y' }, 2)).toMatchObject({ name: 'y' });
  expect(() => upcast(STREAM, fields, 3)).toThrow('schema version 3');
  expect(() => upcast(STREAM, { ...fields, type: 'Gone' }, 1)).toThrow('does not know');
});
