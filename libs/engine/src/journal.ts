import type { OrderEvent } from '@ome/domain';
import { EventStore, type RecordedEvent } from '@ome/event-store';

/** The journal of order events. */
export abstract class Journal extends EventStore<OrderEvent> {}

export type JournalEntry = RecordedEvent<OrderEvent>;
