import {
  avgPx,
  type Decimal,
  decimalText,
  displaySymbol,
  leavesQty,
  ORD_STATUS_CODE,
  type Order,
  OrdType,
  ordStatus,
  Side,
  TimeInForce,
} from '@ome/domain';
import { type Field, type FixVersion, utcTimestamp } from '@ome/fix';

export const SIDE_CODE: Readonly<Record<Side, string>> = { [Side.Buy]: '1', [Side.Sell]: '2' };

export const ORD_TYPE_CODE: Readonly<Record<OrdType, string>> = {
  [OrdType.Market]: '1',
  [OrdType.Limit]: '2',
  [OrdType.Stop]: '3',
  [OrdType.StopLimit]: '4',
};

export const TIME_IN_FORCE_CODE: Readonly<Record<TimeInForce, string>> = {
  [TimeInForce.Day]: '0',
  [TimeInForce.GoodTillCancel]: '1',
  [TimeInForce.ImmediateOrCancel]: '3',
  [TimeInForce.FillOrKill]: '4',
  [TimeInForce.GoodTillDate]: '6',
};

/** Characters that a field of a message can have: what else people write would garble it. */
export const fixText = (text: string | null | undefined): string | null =>
  text ? text.replaceAll(/[^\x20-\x7e\xa0-\xff]/g, '?') : null;

const optional = (value: Decimal | null): string | null => (value ? decimalText(value) : null);

/** Names that an order goes by. */
export interface ReportIds {
  execId: string;
  clOrdId: string;
  origClOrdId: string | null;
}

/** What an ExecutionReport says beside the state of the order. */
export interface ReportFacts {
  /** ExecType (150). */
  execType: string;
  /** OrdStatus (39), where it is not the order's own. */
  status?: string;
  /** ExecTransType (20), which FIX 4.2 alone has; 0 (new) where it is left out. */
  transType?: string;
  execRefId?: string | null;
  /** SecondaryExecID (527): the venue's. */
  venueExecId?: string | null;
  lastQty?: Decimal;
  lastPx?: Decimal;
  lastMkt?: string;
  transactTime: Date;
  text?: string | null;
  /** Whatever else the kind of report has. */
  more?: readonly Field[];
}

/** The body of an ExecutionReport (8). */
export function executionReport(
  version: FixVersion,
  order: Order,
  ids: ReportIds,
  facts: ReportFacts,
): Field[] {
  const is42 = version === 'FIX.4.2';
  const isFill = facts.lastQty !== undefined;
  return [
    [37, order.orderId],
    [198, order.brokerOrderId],
    [527, is42 ? null : facts.venueExecId],
    [11, ids.clOrdId],
    [41, ids.origClOrdId],
    [17, ids.execId],
    [20, is42 ? (facts.transType ?? '0') : null],
    [19, facts.execRefId],
    [150, facts.execType],
    [39, facts.status ?? ORD_STATUS_CODE[ordStatus(order)]],
    [1, order.account],
    [55, displaySymbol(order)],
    [207, order.exchange],
    [54, SIDE_CODE[order.side]],
    [38, decimalText(order.orderQty)],
    [40, ORD_TYPE_CODE[order.ordType]],
    [44, optional(order.price)],
    [99, optional(order.stopPrice)],
    [59, TIME_IN_FORCE_CODE[order.timeInForce]],
    [126, order.expireAt && utcTimestamp(order.expireAt)],
    // FIX 4.2 asks for both in every report.
    [32, isFill ? decimalText(facts.lastQty!) : is42 ? '0' : null],
    [31, isFill ? decimalText(facts.lastPx!) : is42 ? '0' : null],
    [30, facts.lastMkt],
    [151, decimalText(leavesQty(order))],
    [14, decimalText(order.cumQty)],
    [6, decimalText(avgPx(order))],
    [60, utcTimestamp(facts.transactTime)],
    [58, fixText(facts.text)],
    ...(facts.more ?? []),
  ];
}
