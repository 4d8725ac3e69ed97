import type { LinkPolicies } from '@ome/engine';
import type { Settings } from '@ome/platform';

/** What each link takes: by its settings, and by what its broker has. */
export const linkPolicies = (settings: Settings): LinkPolicies => ({
  rest: { ioc: settings.EXECUTION_LINK_IOC_ORDERS, amo: false },
  flattrade: { ioc: settings.FLATTRADE_IOC_ORDERS, amo: true },
  breeze: { ioc: settings.BREEZE_IOC_ORDERS, amo: false },
});
