import { decimal, KillSwitchMode, KillSwitchScope, Side } from '@ome/domain';
import {
  CursorExpired,
  LossBreaches,
  PositionProjector,
  type Reservation,
  RiskCounters,
  RiskMarket,
  RiskStore,
} from '@ome/engine';
import { FillQueries } from '../../fills/fill-queries';
import { CurrentPositions } from '../../positions/current-positions';
import { LastPrices } from '../../prices/last-prices';
import { MongoRiskMarket } from '../../risk/mongo-risk-market';
import { anOrderId } from '../test-store';
import { type ModuleUse } from './module-use';
import { aHistory, booked } from './use-orders';

const SCOPE = { account: '42', exchange: null, symbol: null };
const REDUCER = {
  account: '42',
  exchange: 'NSE',
  symbol: 'ACME',
  product: null,
  link: 'rest',
  side: Side.Sell,
};
const NOW = new Date();

export async function useLimits({ get }: ModuleUse): Promise<void> {
  const store = get(RiskStore);
  const record = { at: NOW, by: null, requestId: null, action: 'limitsSet', scope: SCOPE } as const;
  const changed = { record: { ...record, before: null, after: null }, scope: SCOPE };
  const after = { ...SCOPE, limits: { maxOpenOrders: 1 }, setBy: null, setAt: NOW };
  await store.changeLimits({ ...changed, before: null, after });
  const [before] = (await store.load()).limits;
  await store.changeLimits({ ...changed, before, after });
  const [newest] = (await store.load()).limits;
  await store.changeLimits({ ...changed, before: newest, after: null });
  const ofAccount = { account: '42', userId: null };
  const approvals = {
    record: { ...changed.record, action: 'approvalsSet' },
    scope: ofAccount,
  } as const;
  const rules = { ...ofAccount, rules: { everyOrder: true }, setBy: null, setAt: NOW };
  await store.changeApprovals({ ...approvals, before: null, after: rules });
  const [known] = (await store.load()).approvals;
  await store.changeApprovals({ ...approvals, before: known, after: null });
  const version = await store.confirm('reader', 0);
  await store.version();
  await store.readersBefore(version + 1);
  await store.leave('reader');
  const pulled = { id: '42', reason: 'test', by: null, at: NOW };
  const key = { scope: KillSwitchScope.Account, id: '42' };
  await store.pull({ ...pulled, ...key, mode: KillSwitchMode.BlockAll });
  const released = { ...changed.record, action: 'switchReleased' } as const;
  await store.release(key, { ...released, approval: { changeId: 'c', by: null } });
  await store.release(key, released);
  await store.record(released);
  await store.changes(10);
}

export async function useCounters(use: ModuleUse): Promise<void> {
  const { get } = use;
  const counters = get(RiskCounters);
  const [{ event }] = await booked(use, [aHistory()[0]]);
  const { orderId } = event;
  await counters.settle('42');
  const claim = { reducer: { ...REDUCER, orderId }, quantity: decimal(1) };
  const reservation: Reservation = {
    key: orderId,
    orderId: anOrderId(),
    seq: 1,
    account: '42',
    exchange: 'NSE',
    symbol: 'ACME',
    value: decimal(1),
    lastPrice: null,
    content: 'same',
    limits: { maxOpenOrders: { most: 10, scope: SCOPE } },
    reducing: { ...claim, closable: decimal(10), releases: 0 },
  };
  await counters.reserve(reservation);
  await counters.recheck(reservation, true);
  await counters.room({ ...REDUCER, orderId });
  await counters.giveBack('42', [reservation.orderId]);
  await counters.settle('42');
  await counters.settleAll(['42', '43']);
  await counters.accounts('', 10);
  await counters.use(null);
  await counters.use('42');
}

export async function useLosses(use: ModuleUse): Promise<void> {
  const { get } = use;
  await booked(use, aHistory());
  const market = get(RiskMarket);
  await market.lastPrice('NSE', 'ACME');
  await market.dayResult('42', NOW);
  await useFarBehind(use);
  const breaches = get(LossBreaches);
  const day = NOW.toISOString().slice(0, 10);
  const breach = { account: '42', day, limit: decimal(1), result: decimal(-1), at: NOW };
  await breaches.traders(day);
  await breaches.add(breach);
  await breaches.ofDay(day);
  await breaches.flat(breach, NOW);
}

/** When the consumer of positions was stopped for longer than the oplog lasts. */
async function useFarBehind({ get, connection }: ModuleUse): Promise<void> {
  const db = connection.db!;
  const feed = {
    end: () => Promise.resolve('1'),
    page: () => Promise.reject(new CursorExpired('gone')),
  };
  const cursors = { load: () => Promise.resolve({ cursor: '0', at: new Date(0) }) };
  const positions = new CurrentPositions(db, feed as never, cursors, get(PositionProjector));
  await positions.netQty('42', REDUCER);
  const fills = db.collection<{ _id: string }>('fills');
  const dayOf = (at: Date): string => at.toISOString().slice(0, 10);
  const market = new MongoRiskMarket(fills, get(FillQueries), get(LastPrices), positions, dayOf);
  await market.dayResult('42', new Date(0));
}
