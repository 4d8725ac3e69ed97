import { made } from '@ome/platform';
import type { Provider } from '@nestjs/common';
import {
  ChangeOrder,
  Clock,
  FollowSlices,
  Ids,
  Journal,
  OrderReader,
  OrderWriter,
  PlaceOrder,
  PlaceSlices,
  SlicePlans,
  SumSlices,
} from '@ome/engine';

/** What places the slices of orders and adds them up. */
export const SLICING: Provider[] = [
  made(SlicePlans, Journal, Ids),
  made(SumSlices, OrderWriter, Journal, OrderReader, SlicePlans),
  made(PlaceSlices, PlaceOrder, ChangeOrder, OrderReader, SlicePlans, SumSlices),
  made(FollowSlices, SumSlices, PlaceSlices, OrderReader, Journal, Clock),
];
