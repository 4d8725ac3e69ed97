import type { BasketEvent } from '@ome/domain';
import type { EventStream } from '@ome/event-store';

/** How the basket journal is stored. */
export const BASKET_STREAM: EventStream<BasketEvent> = {
  name: 'basket',
  collection: 'basket_events',
  idField: 'basketId',
  usedUpFields: [],
  opening: 'BasketNew',
  upcasters: {
    BasketNew: [],
    StageStarted: [],
    StageCompleted: [],
    LegRefused: [],
    BasketStopped: [],
    UnwindLegStarted: [],
    BasketAlerted: [],
    BasketEnded: [],
  },
  indexFields: [],
};
