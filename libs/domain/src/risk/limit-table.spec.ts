import { LimitTable, type LimitScope, type LimitSetting, scopeName } from './limit-table';
import type { SetLimits } from './risk-rules';

const scope = (
  account: string | null = null,
  exchange: string | null = null,
  symbol: string | null = null,
): LimitScope => ({ account, exchange, symbol });

const setting = (of: LimitScope, limits: SetLimits): LimitSetting => ({
  ...of,
  limits,
  version: 1,
  setBy: null,
  setAt: new Date(0),
});

const ENGINE = setting(scope(), { maxOpenOrders: 100, lotSize: true });
const ACCOUNT = setting(scope('42'), { maxOpenOrders: 50, repeatWindowMs: 500 });
const EXCHANGE = setting(scope('42', 'NSE'), { maxOrdersPerSecond: 5, maxOpenOrders: 20 });
const SYMBOL = setting(scope('42', null, 'INFY'), { maxOpenOrders: 3 });
const ALL = new LimitTable([SYMBOL, ENGINE, EXCHANGE, ACCOUNT]);

describe('settings of limits', () => {
  test.each([
    ['7', 'NSE', 'INFY', { maxOpenOrders: 100, lotSize: true }],
    ['42', 'BSE', 'TCS', { maxOpenOrders: 50, lotSize: true, repeatWindowMs: 500 }],
    [
      '42',
      'NSE',
      'TCS',
      { maxOpenOrders: 20, lotSize: true, repeatWindowMs: 500, maxOrdersPerSecond: 5 },
    ],
    [
      '42',
      'NSE',
      'INFY',
      { maxOpenOrders: 3, lotSize: true, repeatWindowMs: 500, maxOrdersPerSecond: 5 },
    ],
    ['42', 'BSE', 'INFY', { maxOpenOrders: 3, lotSize: true, repeatWindowMs: 500 }],
  ])(
    'of account %s, %s %s: the most specific wins, rule by rule',
    (account, exchange, symbol, limits) => {
      expect(ALL.effective(account, exchange, symbol)?.limits).toEqual(limits);
    },
  );

  test('each rule knows where it was set', () => {
    const { scopes } = ALL.effective('42', 'NSE', 'INFY')!;
    const names = Object.entries(scopes).map(([rule, of]) => [rule, scopeName(of)]);
    expect(Object.fromEntries(names)).toEqual({
      maxOpenOrders: 'symbol',
      lotSize: 'engine',
      repeatWindowMs: 'account',
      maxOrdersPerSecond: 'exchange',
    });
  });

  test('another spelling of a symbol does not bypass a limit', () => {
    expect(ALL.effective('42', 'NSE', 'INFY-EQ')?.limits.maxOpenOrders).toBe(3);
    const spelled = new LimitTable([setting(scope('42', null, 'INFY-EQ'), { maxOpenOrders: 3 })]);
    expect(spelled.effective('42', 'NSE', 'INFY')?.limits.maxOpenOrders).toBe(3);
  });

  test('an account without settings has none', () => {
    const table = new LimitTable([ACCOUNT]);
    expect(table.effective('7', 'NSE', 'INFY')).toBeUndefined();
    expect(new LimitTable([]).isEmpty).toBe(true);
    expect(table.sets('42', ['repeatWindowMs'])).toBe(true);
    expect(table.sets('7', ['repeatWindowMs'])).toBe(false);
    expect(ALL.sets('7', ['maxOpenOrders'])).toBe(true);
  });

  test('inherited limits of a scope are shown with it', () => {
    expect(ALL.ofScope(scope('42', null, 'INFY')).limits).toEqual({
      maxOpenOrders: 3,
      lotSize: true,
      repeatWindowMs: 500,
    });
    expect(ALL.ofScope(scope('7')).limits).toEqual(ENGINE.limits);
  });
});
