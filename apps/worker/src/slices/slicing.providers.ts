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
  {
    provide: SlicePlans,
    inject: [Journal, Ids],
    useFactory: (...ports: ConstructorParameters<typeof SlicePlans>) => new SlicePlans(...ports),
  },
  {
    provide: SumSlices,
    inject: [OrderWriter, Journal, OrderReader, SlicePlans],
    useFactory: (...ports: ConstructorParameters<typeof SumSlices>) => new SumSlices(...ports),
  },
  {
    provide: PlaceSlices,
    inject: [PlaceOrder, ChangeOrder, OrderReader, SlicePlans, SumSlices],
    useFactory: (...ports: ConstructorParameters<typeof PlaceSlices>) => new PlaceSlices(...ports),
  },
  {
    provide: FollowSlices,
    inject: [SumSlices, PlaceSlices, OrderReader, Journal, Clock],
    useFactory: (...ports: ConstructorParameters<typeof FollowSlices>) =>
      new FollowSlices(...ports),
  },
];
