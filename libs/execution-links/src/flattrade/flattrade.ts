import { flattradeMaster } from '@ome/listings';
import { setting, type Settings, type SettingTable, type SettingValues } from '@ome/platform';
import { withCancelReserve, type Broker } from '../broker/broker';
import { baseName } from '../contract-archive';
import { FLATTRADE, flattradeProduct } from './flattrade-codes';
import { FlattradeLink } from './flattrade-link';
import { readScripMaster } from './scrip-master';

const { brokerAccounts, http, integer, oneOf, webSocket } = setting;

const HOUR_MS = 3_600_000;

const SETTINGS = {
  FLATTRADE_ACCOUNTS: { parse: brokerAccounts, fallback: '[]' },
  FLATTRADE_REST_URL: { parse: http, fallback: 'https://piconnect.flattrade.in/PiConnectAPI' },
  FLATTRADE_SOCKET_URL: {
    parse: webSocket,
    fallback: 'wss://piconnect.flattrade.in/PiConnectWSAPI/',
  },
  FLATTRADE_LOGIN_URL: { parse: http, fallback: 'https://auth.flattrade.in/' },
  FLATTRADE_TOKEN_URL: { parse: http, fallback: 'https://authapi.flattrade.in/trade/apitoken' },
  FLATTRADE_SIGNING: { parse: oneOf('session', 'hmac-seed'), fallback: 'session' },
  FLATTRADE_AMPERSAND: { parse: oneOf('json', 'percent'), fallback: 'json' },
  FLATTRADE_MARKET_ORDERS: { parse: oneOf('protect', 'refuse'), fallback: 'protect' },
  FLATTRADE_IOC_ORDERS: { parse: oneOf('pass', 'refuse'), fallback: 'pass' },
  FLATTRADE_ORDERS_PER_SECOND: { parse: integer(2, 10_000), fallback: '9' },
  FLATTRADE_ORDERS_PER_MINUTE: { parse: integer(2, 100_000), fallback: '38' },
  FLATTRADE_READS_PER_SECOND: { parse: integer(1, 10_000), fallback: '9' },
  FLATTRADE_READS_PER_MINUTE: { parse: integer(1, 100_000), fallback: '110' },
  FLATTRADE_POLL_MS: { parse: integer(100, HOUR_MS), fallback: '5000' },
} as const satisfies SettingTable;

/** Flattrade, which speaks the PiConnect API of the Noren order system. */
export const flattrade: Broker<Settings & SettingValues<typeof SETTINGS>> = {
  name: FLATTRADE,
  settings: SETTINGS,
  productOf: flattradeProduct,
  contracts: {
    // Archives made on a Mac hold a hidden file beside each.
    isContractFile: (name) => /^[^.].*\.csv$/i.test(baseName(name)),
    read: readScripMaster,
    asksForUnit: false,
    sample: flattradeMaster,
  },
  accounts: ({ FLATTRADE_ACCOUNTS }) => FLATTRADE_ACCOUNTS,
  pollMs: ({ FLATTRADE_POLL_MS }) => FLATTRADE_POLL_MS,
  policy: ({ FLATTRADE_IOC_ORDERS: ioc }) => ({
    ioc,
    amo: true,
    minSymbolLength: 5,
    protectsMarketOrders: true,
  }),
  /** Orders and reads are counted separately. */
  callLimits: (settings) => {
    const orders = (name: string, ms: number, limit: number) => ({
      name,
      ms,
      limits: { cancel: limit, order: withCancelReserve(limit) },
    });
    const reads = (name: string, ms: number, read: number) => ({ name, ms, limits: { read } });
    return {
      windows: [
        orders('orders-second', 1_000, settings.FLATTRADE_ORDERS_PER_SECOND),
        orders('orders-minute', 60_000, settings.FLATTRADE_ORDERS_PER_MINUTE),
        reads('reads-second', 1_000, settings.FLATTRADE_READS_PER_SECOND),
        reads('reads-minute', 60_000, settings.FLATTRADE_READS_PER_MINUTE),
      ],
      perDay: null,
    };
  },
  link: (options, settings, { instruments }) =>
    new FlattradeLink({
      ...options,
      instruments,
      marketOrders: settings.FLATTRADE_MARKET_ORDERS,
      restUrl: settings.FLATTRADE_REST_URL,
      socketUrl: settings.FLATTRADE_SOCKET_URL,
      authUrl: settings.FLATTRADE_LOGIN_URL,
      tokenUrl: settings.FLATTRADE_TOKEN_URL,
      signing: settings.FLATTRADE_SIGNING,
      ampersand: settings.FLATTRADE_AMPERSAND,
    }),
};
