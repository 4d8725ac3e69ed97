/** Redis pub/sub channels of the announcements (wire format 6). */
export const channels = {
  orders: 'ome.orders',
  fills: 'ome.fills',
  positions: 'ome.positions',
  baskets: 'ome.baskets',
  order: (orderId: string): string => `ome.order.${orderId}`,
  user: (userId: string): string => `ome.user.${userId}`,
  /** The channels of the first prototype, bridged if LEGACY_CHANNELS is set. */
  legacyEntry: 'entry',
  legacyExecution: 'execution',
  legacyNotice: 'entry_send',
} as const;

/** Between processes of the engine: the new version of limits and kill switches. */
export const RISK_CHANNEL = 'ome-risk';

/** BullMQ queue of one link or broker session: its jobs only say which orders to look at. */
export const linkQueue = (route: string): string => `ome-link-${route}`;

/** A worker that knows only a lower version leaves a job to the sweeper, which needs none. */
export const NUDGE_JOB_VERSION = 1;

export interface NudgeJob {
  /** Left out by the first version. */
  schemaVersion?: number;
  orderIds: string[];
  /** Handled before other waiting orders. */
  urgent: boolean;
}
