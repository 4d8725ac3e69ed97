import { provide, SETTINGS, type Settings } from '@ome/platform';
import type { Provider } from '@nestjs/common';
import {
  ChangeOrder,
  Clock,
  AdvanceSlices,
  Ids,
  Journal,
  MarketHours,
  OrderFamilies,
  OrderReader,
  OrderWriter,
  PlaceOrder,
  PlaceSlices,
  PlacingDeadline,
  SlicePlans,
  SumSlices,
} from '@ome/engine';
import { sendTiming } from './send-timing';

/** Providers that place the slices of orders and sum them. */
export const SLICING: Provider[] = [
  provide(SlicePlans, Journal, Ids),
  provide(SumSlices, OrderWriter, OrderReader, SlicePlans),
  {
    provide: PlacingDeadline,
    inject: [MarketHours, Clock, SETTINGS],
    useFactory: (hours: MarketHours, clock: Clock, settings: Settings) =>
      new PlacingDeadline(hours, clock, sendTiming(settings), settings.NEW_ORDER_MAX_WAIT_MS),
  },
  provide(
    PlaceSlices,
    PlaceOrder,
    ChangeOrder,
    OrderReader,
    SlicePlans,
    SumSlices,
    PlacingDeadline,
  ),
  provide(OrderFamilies, OrderReader, Journal),
  provide(AdvanceSlices, SumSlices, PlaceSlices, OrderReader, Journal, OrderFamilies, Clock),
];
