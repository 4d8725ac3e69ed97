import type { BasketEvent } from '@ome/domain';
import type { EventStream } from '@ome/event-store';

/** Before this version no basket waited for approval, and an engine that does not know that sends it. */
const neverHeld = (event: object) => ({ ...event });

/** How the basket journal is stored. */
export const BASKET_STREAM: EventStream<BasketEvent> = {
  name: 'basket',
  collection: 'basket_events',
  idField: 'basketId',
  usedUpFields: [],
  opening: 'BasketNew',
  upcasters: {
    BasketNew: [neverHeld],
    BasketApproved: [],
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
