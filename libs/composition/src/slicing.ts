import { provide } from '@ome/platform';
import type { Provider } from '@nestjs/common';
import {
  ChangeOrder,
  Clock,
  AdvanceSlices,
  Ids,
  Journal,
  OrderFamilies,
  OrderReader,
  OrderWriter,
  PlaceOrder,
  PlaceSlices,
  SlicePlans,
  SumSlices,
} from '@ome/engine';

/** Providers that place the slices of orders and sum them. */
export const SLICING: Provider[] = [
  provide(SlicePlans, Journal, Ids),
  provide(SumSlices, OrderWriter, OrderReader, SlicePlans),
  provide(PlaceSlices, PlaceOrder, ChangeOrder, OrderReader, SlicePlans, SumSlices),
  provide(OrderFamilies, OrderReader, Journal),
  provide(AdvanceSlices, SumSlices, PlaceSlices, OrderReader, Journal, OrderFamilies, Clock),
];
