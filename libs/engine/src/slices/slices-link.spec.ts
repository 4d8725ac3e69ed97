import { StoreUnavailable } from '@ome/event-store';
import type { LinkRequest } from '../execution-link';
import type { PlaceSlices, SlicesPlaced } from './place-slices';
import { SlicesLink } from './slices-link';

const request = (kind: 'new' | 'replace' | 'cancel') =>
  ({
    order: { orderId: 'order-1' },
    command: { kind, clOrdId: 'tag-1', text: 'why', requestId: null },
  }) as unknown as LinkRequest;

const placed = () => Promise.resolve<SlicesPlaced>({ outcome: 'placed' });
const linkOf = (place: () => Promise<SlicesPlaced>, cancel = placed) =>
  new SlicesLink(1_000, () => ({ place, cancel }) as unknown as PlaceSlices);

const refused = () => Promise.resolve<SlicesPlaced>({ outcome: 'refused', text: 'Too many' });
const away = () => Promise.reject(new StoreUnavailable('The store is away'));

test.each([
  ['placed', placed, { outcome: 'accepted', brokerOrderId: null }, 'found'],
  ['refused', refused, { outcome: 'refused', text: 'Too many' }, 'absent'],
  ['of no known outcome', away, { outcome: 'unknown', text: 'The store is away' }, 'unanswered'],
] as const)(
  'slices that are %s are told so, and looked up so',
  async (_title, place, sent, found) => {
    const link = linkOf(place);
    expect(await link.send(request('new'))).toEqual(sent);
    expect(await link.lookUp(request('new'))).toMatchObject({ outcome: found });
  },
);

test('a fault of the engine is no answer', async () => {
  const link = linkOf(() => Promise.reject(new TypeError('A fault')));
  await expect(link.send(request('new'))).rejects.toThrow('A fault');
});

test('slices are canceled with their order, and an order in slices is not replaced', async () => {
  const canceled: unknown[] = [];
  const link = linkOf(placed, (...call: unknown[]) => {
    canceled.push(call);
    return placed();
  });
  expect(await link.send(request('cancel'))).toMatchObject({ outcome: 'accepted' });
  expect(canceled).toEqual([['order-1', 'why', { by: 'engine', requestId: null }]]);
  expect(await link.send(request('replace'))).toMatchObject({ outcome: 'refused' });
});

test('is always there, and knows its commands by their ClOrdID', async () => {
  const link = linkOf(placed);
  expect([link.isUp(), await link.admit(), link.tag(request('new').command)]).toEqual([
    true,
    { admitted: true },
    'tag-1',
  ]);
});
