import type { Decimal } from '@ome/domain';
import type { Conversion } from '@ome/engine';
import type { EventStream, SequencedEvent } from '@ome/event-store';

/** One line of a conversion's journal: the intent, or its one outcome. */
export type ConversionEvent = SequencedEvent &
  Conversion &
  (
    | { type: 'ConversionRequested' }
    | { type: 'ConversionRefused'; text: string }
    | {
        type: 'Converted';
        fromProduct: string | null;
        toProduct: string | null;
        /** What the quantity had cost, which goes with it. */
        movedCost: Decimal;
      }
  );

/** The journal of conversions; one that was made at the venue has its outcome alone. */
export const CONVERSION_STREAM: EventStream<ConversionEvent> = {
  name: 'conversion',
  collection: 'conversion_events',
  idField: 'conversionId',
  usedUpFields: [],
  upcasters: { ConversionRequested: [], ConversionRefused: [], Converted: [] },
  indexFields: [],
};
