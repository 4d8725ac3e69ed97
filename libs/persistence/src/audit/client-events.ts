import type { OrderEvent } from '@ome/domain';

/** Events that say what a client wants, and so who did something. */
export const CLIENT_EVENTS = [
  'NewOrder',
  'ReplaceRequested',
  'CancelRequested',
  'CanceledUnsent',
] as const satisfies readonly OrderEvent['type'][];

export type ClientEventType = (typeof CLIENT_EVENTS)[number];
