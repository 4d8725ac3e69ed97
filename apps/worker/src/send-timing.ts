import type { SendTiming } from '@ome/domain';
import type { Settings } from '@ome/platform';

export const sendTiming = (settings: Settings): SendTiming => ({
  sendWindowMs: settings.SEND_WINDOW_MS,
  linkTimeoutMs: settings.LINK_TIMEOUT_MS,
  settleMarginMs: settings.SETTLE_MARGIN_MS,
  newOrderMaxWaitMs: settings.NEW_ORDER_MAX_WAIT_MS,
});
