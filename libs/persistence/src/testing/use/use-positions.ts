import { decimal, EVERYTHING, Side } from '@ome/domain';
import {
  PendingClosings,
  type Conversion,
  ConversionJournal,
  EventFeed,
  FedQuotes,
  NetPositions,
  FillsByOrigin,
  PositionProjector,
  PositionHolders,
} from '@ome/engine';
import { FeedPositions } from '../../feed/feed-positions';
import { ClosingQueries } from '../../closings/mongo-pending-closings';
import { CurrentPositions, POSITIONS_CONSUMER } from '../../positions/current-positions';
import { PositionQueries } from '../../positions/position-queries';
import { LastPrices } from '../../prices/last-prices';
import { anOrderId } from '../test-store';
import { type ModuleUse, pages } from './module-use';
import { aHistory, aTrade, booked } from './use-orders';

export const KEY = { account: '42', exchange: 'NSE', symbol: 'ACME', product: null, link: 'rest' };
const SESSIONS = [{ notIn: [] }, { in: ['42'] }, { notIn: ['43'] }];
const DAY = 86_400_000;

const aConversion = (): Conversion => ({
  conversionId: anOrderId(),
  origin: 'client',
  account: '42',
  link: 'rest',
  session: 'one',
  exchange: 'NSE',
  symbol: 'ACME',
  quantity: decimal(1),
  price: null,
  at: new Date(),
  fromProduct: 'CNC',
  toProduct: 'MIS',
  by: null,
  requestId: null,
});

export async function usePositions(use: ModuleUse): Promise<void> {
  const { get } = use;
  const book = get(PositionProjector);
  const entries = await booked(use, aHistory());
  await book.project(entries);
  await book.include([entries[0].event.orderId]);
  // More fills than the line keeps, and one before all of them.
  for (let index = 0; index < 20; index += 1) await book.project(await booked(use, aHistory()));
  const orderId = anOrderId();
  const [first] = aHistory(orderId);
  const late = await booked(use, [first, aTrade(orderId, 2)]);
  await use.aside
    .db!.collection('fills')
    .updateOne({ orderId }, { $set: { at: new Date(Date.now() - DAY) } });
  await book.project(late);
  const queries = get(PositionQueries);
  for (const filter of [{}, { account: '42' }, { account: '42', open: true }, KEY]) {
    await pages((cursor) => queries.page(EVERYTHING, filter, cursor, 1));
    await pages((cursor) => queries.history(EVERYTHING, filter, cursor, 1));
  }
  for (const filter of [KEY, { account: '42', open: true }]) {
    const found = await queries.find(filter);
    await queries.byIds(found.map(({ id }) => id));
  }
  for (const accounts of SESSIONS) {
    await get(PositionHolders).holdersOf('rest', accounts, KEY);
    await get(PositionHolders).holdersOf('rest', accounts, { ...KEY, product: 'MIS' });
    await get(NetPositions).netsOf('rest', accounts, '2026-01-05');
  }
  await get(FillsByOrigin).outsideBaskets(KEY, Side.Sell, new Date(0));
  // Traded since the consumer last saved its cursor.
  await get(FeedPositions).save(POSITIONS_CONSUMER, await get(EventFeed).end());
  await booked(use, aHistory());
  await get(CurrentPositions).netQty('42', KEY);
  await get(CurrentPositions).tradedOn('42', new Date().toISOString().slice(0, 10));
}

export async function useConversions({ get }: ModuleUse): Promise<void> {
  const journal = get(ConversionJournal);
  const [one, other] = [aConversion(), aConversion()];
  await journal.request(one);
  await journal.request(other);
  await journal.convert(one);
  await journal.convert(one);
  await journal.refuse(other, 'no');
  await journal.find(one.conversionId);
  await journal.pending({ link: 'rest', session: 'one' });
}

export async function useClosings({ get }: ModuleUse): Promise<void> {
  const closings = get(PendingClosings);
  const now = new Date();
  await closings.keep({
    id: 'closing',
    account: '42',
    positionIds: [],
    terms: { clOrdId: null, price: null, cancelResting: false, ignoreBroker: false },
    origin: { by: null, requestId: null },
    at: now,
    tries: 0,
    dueAt: now,
  });
  await closings.take(now, now);
  for (const within of [EVERYTHING, { accounts: ['42'], users: null }]) {
    await get(ClosingQueries).waiting(within, 1);
  }
  await closings.drop({ id: 'closing' });
}

export async function usePrices({ get }: ModuleUse): Promise<void> {
  const prices = get(LastPrices);
  const price = { price: decimal(100), at: new Date(), bid: null, ask: null };
  await prices.feed([{ exchange: 'NSE', symbol: 'ACME', ...price }]);
  await prices.newest(EVERYTHING, ['ACME']);
  await prices.newest(EVERYTHING, ['ACME'], 'NSE');
  await prices.fed(['ACME']);
  await get(FedQuotes).fresh('NSE', 'ACME');
}
