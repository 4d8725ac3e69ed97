import { refusalText } from '../refusal';
import {
  type KillSwitch,
  KillSwitchMode,
  KillSwitchScope,
  stoppedBy,
  stopRefusal,
} from './kill-switch';

const pulled = (scope: KillSwitchScope, id: string | null, by: string | null = 'ops-1') => ({
  scope,
  id,
  by,
  mode: KillSwitchMode.BlockNew,
  reason: 'fat finger',
  at: new Date('2026-11-20T09:15:00Z'),
});

describe('kill switches', () => {
  test.each<[KillSwitchScope, string | null, string, string | null, boolean]>([
    [KillSwitchScope.Engine, null, '42', '7', true],
    [KillSwitchScope.Engine, null, '42', null, true],
    [KillSwitchScope.Account, '42', '42', '7', true],
    [KillSwitchScope.Account, '42', '43', '7', false],
    [KillSwitchScope.User, '7', '42', '7', true],
    [KillSwitchScope.User, '7', '42', '8', false],
    [KillSwitchScope.User, '7', '7', null, false],
  ])(
    '%s %s, order of account %s and user %s: stopped %s',
    (scope, id, account, userId, stopped) => {
      expect(stoppedBy([pulled(scope, id)], { account, userId }) !== null).toBe(stopped);
    },
  );

  test('no switch is on, no order is stopped', () => {
    expect(stoppedBy([], { account: '42', userId: '7' })).toBeNull();
  });

  test('of several that apply to an order, one that blocks all wins', () => {
    const all = { ...pulled(KillSwitchScope.User, '7'), mode: KillSwitchMode.BlockAll };
    const others = [pulled(KillSwitchScope.Engine, null), pulled(KillSwitchScope.Account, '42')];
    expect(stoppedBy([...others, all], { account: '42', userId: '7' })).toBe(all);
    expect(stoppedBy([...others, all], { account: '42', userId: '8' })).toBe(others[0]);
  });

  test('the refusal says whose orders are stopped, by whom, when and why', () => {
    const order = { account: '42', userId: '7' };
    const text = (of: KillSwitch) => refusalText(stopRefusal(stoppedBy([of], order)!));
    expect(text(pulled(KillSwitchScope.Account, '42'))).toBe(
      'Trading is stopped for account 42, by ops-1 at 2026-11-20T09:15:00.000Z: fat finger',
    );
    expect(text(pulled(KillSwitchScope.Engine, null, null))).toBe(
      'Trading is stopped for the whole engine, without a key at 2026-11-20T09:15:00.000Z: fat finger',
    );
  });
});
