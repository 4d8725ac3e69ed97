import { breezeMaster } from '@ome/listings';
import { identityOf, matchRow } from '@ome/domain';
import { setting, type Settings, type SettingTable, type SettingValues } from '@ome/platform';
import { withCancelReserve, type Broker } from '../broker/broker';
import { BREEZE } from './breeze-codes';
import { BreezeLink } from './breeze-link';
import { breezeProductName } from './breeze-product';
import { requestDay } from './breeze-times';
import { isSecurityMaster, readSecurityMaster } from './security-master';

const { brokerAccounts, http, integer, oneOf } = setting;

const HOUR_MS = 3_600_000;

const SETTINGS = {
  BREEZE_ACCOUNTS: { parse: brokerAccounts, fallback: '[]' },
  BREEZE_REST_URL: { parse: http, fallback: 'https://api.icicidirect.com/breezeapi/api/v1' },
  BREEZE_LOGIN_URL: { parse: http, fallback: 'https://api.icicidirect.com/apiuser/login' },
  BREEZE_STREAM_URL: { parse: http, fallback: 'https://livefeeds.icicidirect.com' },
  BREEZE_MODIFY_QUANTITY: { parse: oneOf('total', 'open'), fallback: 'total' },
  BREEZE_CASH_FRAME_PRICES: { parse: oneOf('rupees', 'paise'), fallback: 'paise' },
  BREEZE_MARKET_ORDERS: { parse: oneOf('protect', 'refuse'), fallback: 'protect' },
  BREEZE_IOC_ORDERS: { parse: oneOf('pass', 'refuse'), fallback: 'pass' },
  BREEZE_ORDERS_PER_SECOND: { parse: integer(2, 10_000), fallback: '9' },
  BREEZE_CALLS_PER_MINUTE: { parse: integer(10, 100_000), fallback: '95' },
  BREEZE_CALLS_PER_DAY: { parse: integer(10, 10_000_000), fallback: '4900' },
  BREEZE_POLL_MS: { parse: integer(100, HOUR_MS), fallback: '60000' },
} as const satisfies SettingTable;

/** ICICI Direct, by its Breeze API. */
export const breeze: Broker<Settings & SettingValues<typeof SETTINGS>> = {
  name: BREEZE,
  settings: SETTINGS,
  productOf: breezeProductName,
  contracts: {
    isContractFile: isSecurityMaster,
    read: readSecurityMaster,
    asksForUnit: true,
    sample: breezeMaster,
  },
  accounts: ({ BREEZE_ACCOUNTS }) => BREEZE_ACCOUNTS,
  pollMs: ({ BREEZE_POLL_MS }) => BREEZE_POLL_MS,
  policy: ({ BREEZE_IOC_ORDERS: ioc }) => ({ ioc, amo: false, protectsMarketOrders: true }),
  /** Every call counts against the limits, and reads leave room for orders. */
  callLimits: (settings) => {
    const second = settings.BREEZE_ORDERS_PER_SECOND;
    const minute = settings.BREEZE_CALLS_PER_MINUTE;
    const day = settings.BREEZE_CALLS_PER_DAY;
    const forReads = (limit: number): number => Math.floor((limit * 4) / 5);
    return {
      windows: [
        {
          name: 'orders-second',
          ms: 1_000,
          limits: { cancel: second, order: withCancelReserve(second) },
        },
        {
          name: 'calls-minute',
          ms: 60_000,
          limits: { cancel: minute, order: withCancelReserve(minute), read: forReads(minute) },
        },
      ],
      perDay: { cancel: day, order: withCancelReserve(day), read: forReads(day) },
    };
  },
  link: (options, settings, { instruments, holds, orders }) =>
    new BreezeLink({
      ...options,
      instruments,
      holds,
      marketOrders: settings.BREEZE_MARKET_ORDERS,
      restUrl: settings.BREEZE_REST_URL,
      loginPageUrl: settings.BREEZE_LOGIN_URL,
      streamUrl: settings.BREEZE_STREAM_URL,
      modifyQuantity: settings.BREEZE_MODIFY_QUANTITY,
      cashFramePrices: settings.BREEZE_CASH_FRAME_PRICES,
      sendWindowMs: settings.SEND_WINDOW_MS,
      ours: async (row) => {
        const numbered = await orders.allByBrokerOrderId(BREEZE, row.brokerOrderId);
        const found = matchRow(numbered, identityOf(BREEZE, row), options.now(), requestDay);
        return found.match === 'order' || found.match === 'unsure';
      },
    }),
};
