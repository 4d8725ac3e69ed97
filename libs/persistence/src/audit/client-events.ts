import type { OrderEvent } from '@ome/domain';

/** Events that record a client's request, and therefore who made it. */
export const CLIENT_EVENTS = [
  'NewOrder',
  'ReplaceRequested',
  'CancelRequested',
  'CanceledUnsent',
] as const satisfies readonly OrderEvent['type'][];

export type ClientEventType = (typeof CLIENT_EVENTS)[number];
