import type { SimulatedBroker } from '../brokers/simulated-broker';
import { BreezeAdmission } from './breeze-admission';
import { BreezeApi } from './breeze-api';
import { BreezeBooks } from './breeze-books';
import { BreezeDialect } from './breeze-dialect';
import { BreezeFeed } from './breeze-feed';
import { BreezeListings } from './breeze-listings';
import { BreezeLogin } from './breeze-login';
import { BreezeOrderMaker } from './breeze-order-maker';
import { BreezeOrders } from './breeze-orders';
import { BreezeQuotes } from './breeze-quotes';
import { BreezeStream } from './breeze-stream';
import { BreezeTerminal } from './breeze-terminal';
import { BreezeAccount } from './breeze-account';
import { BreezeGtt } from './breeze-gtt';
import { BreezeController } from './breeze.controller';

export const breeze: SimulatedBroker = {
  name: 'breeze',
  userId: 'ABCD1234',
  programUserId: 'EFGH5678',
  engineSettings: (simulatorUrl) => ({
    BREEZE_REST_URL: `${simulatorUrl}/breeze/breezeapi/api/v1`,
    BREEZE_LOGIN_URL: `${simulatorUrl}/breeze/apiuser/login`,
    BREEZE_STREAM_URL: `${simulatorUrl}/breeze/socket.io`,
  }),
  loginParameters: (_userId, code) => ({ apisession: code }),
  limits: [
    { name: 'ordersPerSecond', unit: 'second', max: 10, covers: ['order'] },
    { name: 'callsPerMinute', unit: 'minute', max: 100, covers: ['order', 'other'] },
    { name: 'callsPerDay', unit: 'day', max: 5_000, covers: ['order', 'other'] },
  ],
  controller: BreezeController,
  stream: BreezeStream,
  terminal: BreezeTerminal,
  providers: [
    BreezeAdmission,
    BreezeApi,
    BreezeBooks,
    BreezeDialect,
    BreezeFeed,
    BreezeListings,
    BreezeLogin,
    BreezeOrderMaker,
    BreezeOrders,
    BreezeQuotes,
    BreezeStream,
    BreezeAccount,
    BreezeGtt,
    BreezeTerminal,
  ],
};
