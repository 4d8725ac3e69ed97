import type { LinkTiming } from '@ome/engine';
import type { Settings } from '@ome/platform';

export const sendTiming = (settings: Settings): LinkTiming => ({
  sendWindowMs: settings.SEND_WINDOW_MS,
  linkTimeoutMs: settings.LINK_TIMEOUT_MS,
  settleMarginMs: settings.SETTLE_MARGIN_MS,
});

/** How long an attempt may be under way until its outcome is known, or it is in doubt. */
export const settleMs = ({ sendWindowMs, linkTimeoutMs, settleMarginMs }: LinkTiming): number =>
  sendWindowMs + linkTimeoutMs + settleMarginMs;
