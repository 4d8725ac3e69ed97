import type { SimulatedBroker } from '../brokers/simulated-broker';
import { FlattradeAdmission } from './flattrade-admission';
import { FlattradeApi } from './flattrade-api';
import { FlattradeBooks } from './flattrade-books';
import { FlattradeDialect } from './flattrade-dialect';
import { FlattradeFeed } from './flattrade-feed';
import { FlattradeGtt } from './flattrade-gtt';
import { FlattradeLegs } from './flattrade-legs';
import { FlattradeListings } from './flattrade-listings';
import { FlattradeLogin } from './flattrade-login';
import { FlattradeOrderMaker } from './flattrade-order-maker';
import { FlattradeOrders } from './flattrade-orders';
import { FlattradeQuotes } from './flattrade-quotes';
import { FlattradeStream } from './flattrade-stream';
import { FlattradeTerminal } from './flattrade-terminal';
import { FlattradeTrail } from './flattrade-trail';
import { FlattradeAccount } from './flattrade-account';
import { FlattradeCharts } from './flattrade-charts';
import { FlattradeOptions } from './flattrade-options';
import { FlattradeWatchlists } from './flattrade-watchlists';
import { FlattradeController } from './flattrade.controller';

export const flattrade: SimulatedBroker = {
  name: 'flattrade',
  userId: 'FT012345',
  programUserId: 'FT067890',
  engineSettings: (simulatorUrl) => ({
    FLATTRADE_REST_URL: `${simulatorUrl}/flattrade/PiConnectAPI`,
    FLATTRADE_SOCKET_URL: `${simulatorUrl.replace(/^http/, 'ws')}/flattrade/PiConnectWSAPI/`,
    FLATTRADE_LOGIN_URL: `${simulatorUrl}/flattrade/auth`,
    FLATTRADE_TOKEN_URL: `${simulatorUrl}/flattrade/trade/apitoken`,
  }),
  loginParameters: (userId, code) => ({ code, client: userId }),
  limits: [
    { name: 'ordersPerSecond', unit: 'second', max: 10, covers: ['order'] },
    { name: 'ordersPerMinute', unit: 'minute', max: 40, covers: ['order'] },
    { name: 'othersPerSecond', unit: 'second', max: 40, covers: ['other'] },
    { name: 'othersPerMinute', unit: 'minute', max: 200, covers: ['other'] },
  ],
  controller: FlattradeController,
  stream: FlattradeStream,
  terminal: FlattradeTerminal,
  providers: [
    FlattradeAdmission,
    FlattradeApi,
    FlattradeBooks,
    FlattradeDialect,
    FlattradeFeed,
    FlattradeGtt,
    FlattradeLegs,
    FlattradeListings,
    FlattradeLogin,
    FlattradeOrderMaker,
    FlattradeOrders,
    FlattradeQuotes,
    FlattradeStream,
    FlattradeAccount,
    FlattradeCharts,
    FlattradeOptions,
    FlattradeWatchlists,
    FlattradeTerminal,
    FlattradeTrail,
  ],
};
