import { decimal, type LimitSetting, type SetLimits } from '@ome/domain';
import { aNewOrder } from '../../../domain/test/builders';
import { KnownInstruments } from '../testing/known-instruments';
import { MemoryRiskStore } from '../testing/memory-risk-store';
import { PreTradeChecks } from './pre-trade-checks';
import { RiskBook } from './risk-book';
import type { RiskCounters, RiskMarket } from './risk-ports';

const setting = (account: string | null, limits: SetLimits): LimitSetting => ({
  ...{ account, exchange: null, symbol: null, limits },
  ...{ setBy: null, setAt: new Date(0) },
});

/** Any look at these is one too many. */
const untouchable = <T>() =>
  new Proxy(
    {},
    {
      get: (_target, name) => {
        throw new Error(`${String(name)} was asked for`);
      },
    },
  ) as T;

async function checksOf(...limits: LimitSetting[]): Promise<PreTradeChecks> {
  const store = new MemoryRiskStore();
  store.limits = limits;
  const book = new RiskBook(store, { reader: 'me', elapsedMs: () => 0 });
  await book.refresh();
  return new PreTradeChecks(
    book,
    untouchable<RiskCounters>(),
    untouchable<RiskMarket>(),
    new KnownInstruments([]),
    () => ({ date: '2026-01-01', beganAt: new Date(0) }),
  );
}

describe('where nothing is set for an account', () => {
  test.each([
    ['at all', []],
    ['but for another', [setting('other', { maxOpenOrders: 0, maxOrderQty: decimal(1) })]],
  ])('%s, an order passes at once: no promise, no read', async (_name, limits) => {
    const checks = await checksOf(...limits);
    expect(checks.permit()).not.toBeInstanceOf(Promise);
    expect(checks.newOrder(aNewOrder())).toBeNull();
  });
});

test('rules of the order alone touch no counter', async () => {
  const checks = await checksOf(setting(null, { maxOrderQty: decimal(9) }));
  expect(await checks.newOrder(aNewOrder({ orderQty: decimal(9) }))).toBeNull();
  expect(await checks.newOrder(aNewOrder({ orderQty: decimal(10) }))).toMatchObject({
    refused: 'ABOVE_MAX_ORDER_QTY',
  });
});
