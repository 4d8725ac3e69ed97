import { made } from '@ome/platform';
import type { Provider } from '@nestjs/common';
import {
  ChangeOrder,
  Clock,
  FollowSlices,
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
  made(SlicePlans, Journal, Ids),
  made(SumSlices, OrderWriter, OrderReader, SlicePlans),
  made(PlaceSlices, PlaceOrder, ChangeOrder, OrderReader, SlicePlans, SumSlices),
  made(OrderFamilies, OrderReader, Journal),
  made(FollowSlices, SumSlices, PlaceSlices, OrderReader, Journal, OrderFamilies, Clock),
];
