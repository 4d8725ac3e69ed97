import {
  BookedPositions,
  ChangeOrder,
  Clock,
  ClosePositions,
  ExchangeCalendar,
  ExecutionLinks,
  ExpireApprovals,
  ExpireDayOrders,
  FlattenLosses,
  HeldOrders,
  LossBreaches,
  OrderReader,
  OrderWriter,
  OverdueOrders,
  PositionReader,
  PreTradeChecks,
  RiskCounters,
  RiskStore,
  SettleCounters,
} from '@ome/engine';
import type { Provider } from '@nestjs/common';
import { provide, SETTINGS, type Settings } from '@ome/platform';
import { marketDay } from './market-day';

/** Periodic work: expiring orders, settling counters, flattening accounts at their loss limit. */
export const SWEEPS: Provider[] = [
  {
    provide: ExpireDayOrders,
    inject: [OverdueOrders, ExchangeCalendar, OrderWriter, Clock, ExecutionLinks, SETTINGS],
    useFactory: expireDayOrders,
  },
  provide(ExpireApprovals, HeldOrders, OrderWriter, Clock),
  provide(SettleCounters, RiskStore, RiskCounters, Clock),
  {
    provide: FlattenLosses,
    inject: [
      RiskStore,
      LossBreaches,
      PreTradeChecks,
      OrderReader,
      BookedPositions,
      PositionReader,
      ChangeOrder,
      ClosePositions,
      Clock,
      SETTINGS,
    ],
    useFactory: (
      store: RiskStore,
      breaches: LossBreaches,
      checks: PreTradeChecks,
      orders: OrderReader,
      booked: BookedPositions,
      positions: PositionReader,
      change: ChangeOrder,
      closing: ClosePositions,
      clock: Clock,
      settings: Settings,
    ) =>
      new FlattenLosses(
        store,
        breaches,
        checks,
        { orders, booked, positions, change, closing },
        marketDay(settings),
        clock,
      ),
  },
];

/** Null if every link reports expiries itself. */
function expireDayOrders(
  overdue: OverdueOrders,
  calendar: ExchangeCalendar,
  writer: OrderWriter,
  clock: Clock,
  { all }: ExecutionLinks,
  { DAY_ORDERS_EXPIRE: expire }: Settings,
): ExpireDayOrders | null {
  if (expire === 'by-link') return null;
  const reporting = expire === null ? all.filter(({ reportsExpiry }) => reportsExpiry) : [];
  const names = reporting.map(({ name }) => name);
  return new ExpireDayOrders(overdue, calendar, writer, clock, names);
}
