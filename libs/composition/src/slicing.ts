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
import { made } from './made';

/** What places the slices of orders and adds them up. */
export const SLICING: Provider[] = [
  made(SlicePlans, Journal, Ids),
  made(SumSlices, OrderWriter, Journal, OrderReader, SlicePlans),
  made(PlaceSlices, PlaceOrder, ChangeOrder, OrderReader, SlicePlans, SumSlices),
  made(FollowSlices, SumSlices, PlaceSlices, OrderReader, Journal, Clock),
];
