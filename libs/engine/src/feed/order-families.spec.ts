import type { JournalEntry } from '../journal';
import { opening } from '../../../persistence/src/testing/test-store';
import { OrderFamilies } from './order-families';

const SLICING = { sliceQty: null } as never;

/** A store of orders that counts how often it is asked. */
function storeOf(...entries: JournalEntry[]) {
  const asked: string[] = [];
  const load = async (orderId: string) => void asked.push(orderId) as never;
  const read = async (orderId: string) =>
    entries.flatMap(({ event }) => (event.orderId === orderId ? event : []));
  return { asked, families: new OrderFamilies({ load }, { read }) };
}

const entry = (fields: Parameters<typeof opening>[0] = {}): JournalEntry => {
  const event = opening(fields);
  return { id: event.orderId, event };
};

test('what belongs together is learned from the feed, and nobody is asked', async () => {
  const [alone, leg, sliced] = [entry(), entry({ basketId: 'b' }), entry({ slicing: SLICING })];
  const slice = entry({ parentOrderId: sliced.event.orderId });
  const all = [alone, leg, sliced, slice];
  const { asked, families } = storeOf();
  families.learn(all);
  expect(await families.familiesOf(all.map(({ event }) => event.orderId))).toEqual([
    { sliced: null, basketId: null },
    { sliced: null, basketId: 'b' },
    { sliced: sliced.event.orderId, basketId: null },
    { sliced: sliced.event.orderId, basketId: null },
  ]);
  expect(asked).toEqual([]);
});

test('of orders from before, the store is asked once', async () => {
  const [alone, leg] = [entry(), entry({ basketId: 'b' })];
  const ids = [alone, leg, alone].map(({ event }) => event.orderId);
  const { asked, families } = storeOf(alone, leg);
  const found = [
    { sliced: null, basketId: null },
    { sliced: null, basketId: 'b' },
  ];
  expect(await families.familiesOf(ids)).toEqual(found);
  expect(await families.familiesOf(ids)).toEqual(found);
  expect(asked).toEqual(ids.slice(0, 2));
});

test('an order that nobody knows belongs to nothing, and is asked for again', async () => {
  const { asked, families } = storeOf();
  for (let round = 0; round < 2; round += 1) {
    expect(await families.familiesOf(['unknown'])).toEqual([{ sliced: null, basketId: null }]);
  }
  expect(asked).toHaveLength(2);
});
