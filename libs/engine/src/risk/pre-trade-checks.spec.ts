import {
  applyEvent,
  decimal,
  type LimitSetting,
  type NewOrder,
  type SetLimits,
  TimeInForce,
  ZERO,
} from '@ome/domain';
import { aNewOrder } from '../../../domain/test/builders';
import { KnownInstruments } from '../testing/known-instruments';
import { MemoryRiskStore } from '../testing/memory-risk-store';
import { PreTradeChecks } from './pre-trade-checks';
import { LeasedRiskSettings } from './leased-risk-settings';
import type { RiskCounters, RiskMarket } from './risk-ports';

const setting = (account: string | null, limits: SetLimits): LimitSetting => ({
  account,
  exchange: null,
  symbol: null,
  limits,
  version: 1,
  setBy: null,
  setAt: new Date(0),
});

/** Any access to these fails the test. */
const untouchable = <T>() =>
  new Proxy(
    {},
    {
      get: (_target, name) => {
        throw new Error(`${String(name)} was asked for`);
      },
    },
  ) as T;

const checksOf = (...limits: LimitSetting[]): Promise<PreTradeChecks> =>
  checksWith(untouchable<RiskCounters>(), ...limits);

async function checksWith(
  counters: RiskCounters,
  ...limits: LimitSetting[]
): Promise<PreTradeChecks> {
  const store = new MemoryRiskStore();
  store.limits = limits;
  const settings = new LeasedRiskSettings(store, { reader: 'me', elapsedMs: () => 0 });
  await settings.refresh();
  return new PreTradeChecks(
    settings,
    counters,
    untouchable<RiskMarket>(),
    new KnownInstruments([]),
    () => ({ date: '2026-01-01', beganAt: new Date(0) }),
  );
}

describe('without settings for an account', () => {
  test.each([
    ['at all', []],
    [
      'with settings for another',
      [setting('other', { maxOpenOrders: 0, maxOrderQty: decimal(1) })],
    ],
  ])('%s, an order passes at once: no promise, no read', async (_name, limits) => {
    const checks = await checksOf(...limits);
    expect(checks.permit()).not.toBeInstanceOf(Promise);
    expect(checks.newOrder(aNewOrder())).toBeNull();
  });
});

test('an order that meets all single-order rules touches no counter', async () => {
  const checks = await checksOf(setting(null, { maxOrderQty: decimal(9) }));
  expect(await checks.newOrder(aNewOrder({ orderQty: decimal(9) }))).toBeNull();
});

test('an order that does not is checked as one that may only reduce a position', async () => {
  const none = { open: ZERO, closable: ZERO, left: ZERO, releases: 0 };
  const counters = { room: async () => none } as unknown as RiskCounters;
  const checks = await checksWith(counters, setting(null, { maxOrderQty: decimal(9) }));
  expect(await checks.newOrder(aNewOrder({ orderQty: decimal(10) }))).toMatchObject({
    refused: 'ABOVE_MAX_ORDER_QTY',
  });
});

describe('before it is sent', () => {
  const order = applyEvent(null, {
    ...aNewOrder({ exchange: 'NFO', symbol: 'NIFTY31DEC25F' }),
    seq: 1,
    at: new Date(0),
    by: null,
    requestId: null,
  });

  test('an order that waited until its instrument expired is refused, whatever is set', async () => {
    const settings = new LeasedRiskSettings(new MemoryRiskStore(), {
      reader: 'me',
      elapsedMs: () => 0,
    });
    const checks = new PreTradeChecks(
      settings,
      untouchable<RiskCounters>(),
      untouchable<RiskMarket>(),
      new KnownInstruments([]),
      () => ({ date: '2026-01-01', beganAt: new Date(0) }),
    );
    const { refusal } = await checks.beforeSend(order, order.commands[0], new Date(60_000));
    expect(refusal).toEqual({ refused: 'INSTRUMENT_EXPIRED' });
  });
});

describe('an order that its link does not accept is refused on entry', () => {
  const placed = async (fields: Partial<NewOrder>) => {
    const settings = new LeasedRiskSettings(new MemoryRiskStore(), {
      reader: 'me',
      elapsedMs: () => 0,
    });
    await settings.refresh();
    const checks = new PreTradeChecks(
      settings,
      untouchable<RiskCounters>(),
      untouchable<RiskMarket>(),
      new KnownInstruments([]),
      () => ({ date: '2026-01-01', beganAt: new Date(0) }),
      { flattrade: { ioc: 'refuse', amo: true }, rest: { ioc: 'pass', amo: false } },
    );
    return checks.newOrder(aNewOrder(fields));
  };
  const ioc = { timeInForce: TimeInForce.ImmediateOrCancel };
  const slicing = { link: 'flattrade', quantity: decimal(10) };

  test.each<[Partial<NewOrder>, string | null]>([
    [{ link: 'flattrade' }, null],
    [{ link: 'flattrade', ...ioc }, 'IOC_NOT_TAKEN'],
    [{ link: 'slices', slicing, ...ioc }, 'IOC_NOT_TAKEN'],
    [{ link: 'rest', ...ioc }, null],
    [{ link: 'flattrade', amo: true }, null],
    [{ link: 'rest', amo: true }, 'AMO_NOT_TAKEN'],
    [{ link: 'breeze', amo: true }, 'AMO_NOT_TAKEN'],
  ])('%j: %s', async (fields, refused) => {
    expect((await placed(fields))?.refused ?? null).toBe(refused);
  });
});
