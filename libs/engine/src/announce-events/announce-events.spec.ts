import { decimal, type OrderEvent, type OrderFact } from '@ome/domain';
import { aNewOrder, clock, JournaledOrder, ORDER_ID } from '../../../domain/test/builders';
import type { JournalEntry } from '../journal';
import type { ExpectedProjection } from '../projector';
import { AnnounceEvents } from './announce-events';
import type { EventMessages } from './event-messages';

const report = {
  source: 'link',
  clOrdId: null,
  brokerOrderId: null,
  text: null,
  transactTime: null,
  alerts: [],
} as const;

/** Handles an event of an order, and gives who was told and what the read models must show. */
async function handled(fact: OrderFact, userId: string | null, followers: string[]) {
  const { order } = new JournaledOrder(aNewOrder({ userId }));
  const envelope = { orderId: ORDER_ID, seq: 2, at: clock(2), by: null, requestId: null };
  const event: OrderEvent = { ...fact, ...envelope };
  const told: string[][] = [];
  let expected: ExpectedProjection[] = [];
  const matched: string[] = [];
  const announce = new AnnounceEvents(
    {
      describe: (entries: JournalEntry[]) =>
        Promise.resolve(entries.map((entry) => ({ entry, order, message: {} }))),
    } as unknown as EventMessages,
    {
      add: () => Promise.resolve(),
      remove: () => Promise.resolve(),
      byOrder: () => Promise.resolve(new Map(followers.length > 0 ? [[ORDER_ID, followers]] : [])),
    },
    {
      announce: (messages) => {
        told.push(...messages.map(({ userIds }) => userIds));
        return Promise.resolve();
      },
    },
    {
      onOrders: (orders: { orderId: string }[]) => {
        matched.push(...orders.map(({ orderId }) => orderId));
        return Promise.resolve();
      },
    } as never,
    { expect: (projections) => void (expected = projections), settledAt: () => 7 },
  );
  await announce.handle([{ id: 'e2', event }]);
  expect(matched).toEqual([ORDER_ID]);
  expect(announce.settledAt()).toBe(7);
  return { told, expected: expected[0] };
}

const NEW: OrderFact = { ...report, alerts: [], type: 'New', execId: null };

test.each<[string, string | null, string[], string[]]>([
  ['the user who placed it', '7', [], ['7']],
  ['whoever follows it', null, ['8', '9'], ['8', '9']],
  ['each of them once', '7', ['7', '8'], ['7', '8']],
  ['nobody by name where it has no user', null, [], []],
])('an event is announced to %s', async (_title, userId, followers, told) => {
  expect((await handled(NEW, userId, followers)).told).toEqual([told]);
});

const TRADE: OrderFact = {
  ...report,
  alerts: [],
  type: 'Trade',
  execId: 'E1',
  lastQty: decimal(1),
  lastPx: decimal(100),
  exchange: 'NSE',
  cancelsRemainder: false,
};
const BUST: OrderFact = {
  ...report,
  alerts: [],
  type: 'TradeCancel',
  execId: 'E2',
  execRefId: 'E1',
  rootExecId: 'E1',
  busted: { quantity: decimal(1), price: decimal(100) },
};

test.each<[string, OrderFact, Partial<ExpectedProjection>]>([
  ['no fill of a state', NEW, { fills: [], changesAllFills: false }],
  ['the fill of a trade', TRADE, { fills: [{ execId: 'E1', version: 2 }], changesAllFills: false }],
  ['the fill that a bust takes back', BUST, { fills: [{ execId: 'E1', version: 2 }] }],
  [
    'all fills after the bust of one that has not arrived',
    { ...BUST, rootExecId: null },
    { fills: [], changesAllFills: true },
  ],
])('the read models must show %s', async (_title, fact, expected) => {
  const handling = await handled(fact, '7', []);
  expect(handling.expected).toMatchObject({ orderId: ORDER_ID, version: 2, ...expected });
});
