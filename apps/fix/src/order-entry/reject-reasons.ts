import { type Refusal, RefusalCode } from '@ome/domain';
import type { FixVersion } from '@ome/fix';

/** OrdRejReason (103), where it says more than that there is another reason. */
const ORDER_REASONS: Readonly<Partial<Record<RefusalCode, string>>> = {
  [RefusalCode.UnknownInstrument]: '1',
  [RefusalCode.InvalidSymbol]: '1',
  [RefusalCode.InstrumentExpired]: '1',
  [RefusalCode.NotInThisPhase]: '2',
  [RefusalCode.DuplicateClOrdId]: '6',
  [RefusalCode.RepeatedOrder]: '6',
  [RefusalCode.DuplicateBasketClOrdId]: '6',
  [RefusalCode.AboveMaxOrderQty]: '3',
  [RefusalCode.AboveMaxOrderNotional]: '3',
  [RefusalCode.AboveFreezeQty]: '3',
  [RefusalCode.AboveMaxExposure]: '3',
  [RefusalCode.TooManyOpenOrders]: '3',
  [RefusalCode.TooManyOrdersPerSecond]: '3',
  [RefusalCode.DailyLossReached]: '3',
};

/** FIX 4.2 has no code for other reasons; what is not listed is the broker's option there. */
export const otherReason = (version: FixVersion): string => (version === 'FIX.4.2' ? '0' : '99');

/** OrdRejReason (103) of an account that the session has nothing to do with. */
export const accountReason = (version: FixVersion): string => (version === 'FIX.4.2' ? '0' : '15');

export const orderReason = (version: FixVersion, { refused }: Refusal): string =>
  ORDER_REASONS[refused] ?? otherReason(version);

/** CxlRejReason (102) of a request that was refused. */
export function changeReason(version: FixVersion, { refused }: Refusal): string {
  switch (refused) {
    case RefusalCode.OrderNotFound:
      return '1';
    case RefusalCode.CancelPending:
      return '3';
    case RefusalCode.DuplicateClOrdId:
      return version === 'FIX.4.2' ? '2' : '6';
    case RefusalCode.OrderClosed:
    case RefusalCode.OrderFilled:
    case RefusalCode.OrderDoneForDay:
    case RefusalCode.OrderHasFills:
      return '0';
    default:
      return '2';
  }
}
