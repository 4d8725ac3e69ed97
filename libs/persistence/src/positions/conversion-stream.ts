import type { Decimal } from '@ome/domain';
import type { Conversion } from '@ome/engine';
import type { EventStream, SequencedEvent } from '@ome/event-store';

/** An event of a conversion: the request, or its single outcome. */
export type ConversionEvent = SequencedEvent &
  Conversion &
  (
    | { type: 'ConversionRequested' }
    | { type: 'ConversionRefused'; text: string }
    | {
        type: 'Converted';
        fromProduct: string | null;
        toProduct: string | null;
        /** The cost of the quantity, which moves with it. */
        movedCost: Decimal;
      }
  );

/** How the conversion journal is stored. A conversion made at the venue has only its outcome. */
export const CONVERSION_STREAM: EventStream<ConversionEvent> = {
  name: 'conversion',
  collection: 'conversion_events',
  idField: 'conversionId',
  usedUpFields: [],
  upcasters: { ConversionRequested: [], ConversionRefused: [], Converted: [] },
  indexFields: [],
};
