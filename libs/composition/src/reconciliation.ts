import {
  AbsorbRows,
  AdoptOrders,
  BookReport,
  BrokerNets,
  Brokers,
  Clock,
  ComparePositions,
  ConversionJournal,
  ConvertPosition,
  Differences,
  EndPurgedOrders,
  Ids,
  MarketHours,
  MatchRows,
  OrderReader,
  OrderWriter,
  PositionHolders,
  PositionReader,
  ReconcileBroker,
  SettleConversions,
  VenueTerms,
} from '@ome/engine';
import type { Provider } from '@nestjs/common';
import { dayIn, provide, SETTINGS, type Settings } from '@ome/platform';
import { sendTiming, settleMs } from './send-timing';

/** Providers that compare orders and positions with brokers' records. */
export const RECONCILIATION: Provider[] = [
  {
    provide: AdoptOrders,
    inject: [OrderWriter, OrderReader, Brokers, PositionHolders, Ids, VenueTerms, SETTINGS],
    useFactory: (
      writer: OrderWriter,
      orders: OrderReader,
      brokers: Brokers,
      holders: PositionHolders,
      ids: Ids,
      venue: VenueTerms,
      settings: Settings,
    ) =>
      new AdoptOrders(writer, orders, brokers, holders, ids, {
        dayOf: dayIn(settings.MARKET_TIME_ZONE),
        settleMs: settleMs(sendTiming(settings)),
        venue,
      }),
  },
  {
    provide: EndPurgedOrders,
    inject: [OrderWriter, MarketHours, SETTINGS],
    useFactory: (writer: OrderWriter, hours: MarketHours, settings: Settings) =>
      new EndPurgedOrders(writer, hours, settings.DAY_ORDERS_PURGED === 'keep-open'),
  },
  provide(AbsorbRows, OrderReader, BookReport, AdoptOrders, EndPurgedOrders, MatchRows, Clock),
  provide(SettleConversions, ConversionJournal, ConvertPosition, PositionReader, Ids, Clock),
  provide(ComparePositions, BrokerNets, SettleConversions, Clock),
  provide(ReconcileBroker, AbsorbRows, OrderReader, Brokers, ComparePositions, Differences, Clock),
];
