/** What a query must not do: scan a collection, sort in memory, return without a limit. */
export type Fault = 'scan' | 'sort' | 'unlimited';

interface Excuse {
  why: string;
  of: readonly Fault[];
  /** By `shapeOf`. */
  queries: readonly string[];
}

const position = (more: string): string =>
  `{"account":"?",${more}"exchange":"?","link":"?","product":"?","state":{"$ne":"?"},"symbol":"?"}`;
const conversions = (products: string, more: string): string =>
  `conversion_events {"$or":[{"fromProduct":{"$in":[${products}]}},{"toProduct":{"$in":[${products}]}}],` +
  `"account":"?",${more}"exchange":"?","link":"?","symbol":"?","type":"?"}`;
const WINDOW = '"at":{"$gte":"?","$lte":"?"},';

/** Queries whose results are bounded by something other than a limit. */
export const EXCUSES: readonly Excuse[] = [
  {
    why: 'The history of given orders, baskets or conversions, or a part of it',
    of: ['unlimited'],
    queries: [
      'order_events {"orderId":{"$in":["?"]}}',
      'order_events {"$or":[{"orderId":"?","seq":{"$gt":"?"}}]}',
      'order_events {"$or":[{"seq":"?"},{"execId":"?"}],"orderId":"?"}',
      'order_events {"$or":[{"newClOrdId":{"$in":["?"],"$type":"?"},"orderId":"?"},{"execId":{"$in":["?"],"$type":"?"},"orderId":"?"}]}',
      'order_events {"at":{"$lte":"?"},"orderId":"?"}',
      'order_events {"account":"?","orderId":{"$in":["?"]},"seq":"?"}',
      'basket_events {"basketId":{"$in":["?"]}}',
      'basket_events {"$or":[{"seq":"?"}],"basketId":"?"}',
      'conversion_events {"conversionId":{"$in":["?"]}}',
    ],
  },
  {
    why: 'The events of one order, sorted once',
    of: ['sort'],
    queries: [
      'order_events {"$and":[{"at":{"$gte":"?"}}],"orderId":"?","origin":{"$nin":["?"]},"type":{"$in":["?"]}}',
      'order_events {"$and":[{"at":{"$gte":"?"}},{"at":{"$lte":"?"}},{"$or":[{"at":{"$lt":"?"}},{"_id":{"$lt":"?"}}]}],"orderId":"?","origin":{"$nin":["?"]},"type":{"$in":["?"]}}',
    ],
  },
  {
    why: 'Streamed one by one, never held at once',
    of: ['unlimited'],
    queries: [
      'order_events {"_id":{"$gte":"?"}}',
      'fix_log {"_id.session":"?","epoch":"?","lastOut":{"$gte":"?"}}',
      'baskets {"account":"?","legs.symbol":"?"}',
      'instruments {"broker":"?"}',
      'instruments {"$or":[{"source":{"$in":["?"]}},{"expiry":{"$lt":"?"}}],"broker":"?"}',
    ],
  },
  {
    why: 'A rebuild folds all there is, one by one',
    of: ['scan', 'unlimited'],
    queries: [
      'order_events {}',
      'basket_events {}',
      'orders {}',
      'fills {}',
      'positions {}',
      'conversion_events {"type":"?"}',
    ],
  },
  {
    why: 'Fills, slices or reports of orders that are named',
    of: ['unlimited'],
    queries: [
      'fills {"orderId":{"$in":["?"]}}',
      'fills {"orderId":{"$in":["?"]},"state":{"$ne":"?"}}',
      'orders {"parentOrderId":{"$in":["?"]}}',
      'orders {"$or":[{"_id":{"$in":["?"]}},{"parentOrderId":{"$in":["?"]}}]}',
      'unmatched_reports {"claimedFor":"?","keys":{"$in":["?"]},"state":"?"}',
      'conversion_events {"conversionId":{"$in":["?"]},"seq":"?"}',
    ],
  },
  {
    why: 'Conversions of one session without an outcome: others are marked when they are found',
    of: ['unlimited'],
    queries: ['conversion_events {"hasOutcome":"?","link":"?","session":"?","type":"?"}'],
  },
  {
    why: 'One position, from the fill where the fold starts again',
    of: ['unlimited', 'sort'],
    queries: [
      `fills ${position(WINDOW)}`,
      `fills ${position('')}`,
      'position_days {"day":{"$gte":"?"},"positionId":"?"}',
      conversions('"?"', WINDOW),
      conversions('"?"', ''),
      conversions('', ''),
    ],
  },
  {
    why: 'One instrument, once per broker',
    of: ['unlimited'],
    queries: [
      'instruments {"brokerSymbol":"?"}',
      'instruments {"_id":{"$gte":"?","$lt":"?"}}',
      'instruments {"_id":{"$gte":"?","$lt":"?"},"brokerSymbol":"?"}',
      'prices {"symbol":{"$in":["?"]}}',
      'prices {"exchange":"?","symbol":{"$in":["?"]}}',
    ],
  },
  {
    why: 'As many as people configure: keys, people, FIX sessions, limits, switches, workers',
    of: ['unlimited', 'scan', 'sort'],
    queries: [
      'api_keys {}',
      'api_keys {"$or":[{"expiresAt":"?"},{"expiresAt":{"$gt":"?"}}],"revokedAt":"?"}',
      'api_keys {"owner":"?"}',
      'users {}',
      'users {"disabled":"?"}',
      'fix_sessions {}',
      'fix_session_status {}',
      'approval_rules {}',
      'risk_limits {}',
      'kill_switches {}',
      'leases {}',
      'leases {"$expr":{"$gt":["?"]},"holder":{"$ne":"?"}}',
      'feed_positions {"_id":{"$ne":"?"}}',
      'link_status {}',
      'sweep_status {}',
    ],
  },
  {
    why: 'All, or all of some orders, as somebody or something asks for',
    of: ['scan'],
    queries: ['undelivered_messages {}'],
  },
  {
    why: 'Positions of one account, or of one instrument',
    of: ['unlimited'],
    queries: [
      'positions {"account":"?","open":"?"}',
      'positions {"account":"?","exchange":"?","link":"?","product":"?","symbol":"?"}',
      'positions {"account":"?","exchange":"?","link":"?","symbol":"?"}',
      'positions {"account":"?","exchange":"?","link":"?","open":"?"}',
      'positions {"account":"?","position.day":"?"}',
      ...['', '"account":{"$in":["?"]},', '"account":{"$nin":["?"]},'].flatMap((accounts) => [
        `positions {${accounts}"exchange":"?","link":"?","open":"?","symbol":"?"}`,
        `positions {${accounts}"exchange":"?","link":"?","open":"?","product":{"$in":["?"]},"symbol":"?"}`,
      ]),
    ],
  },
  {
    why: 'Open orders of one account, which count together; those of a cancel-all, one by one',
    of: ['unlimited'],
    queries: [
      'orders {"account":"?","open":"?"}',
      'orders {"account":{"$in":["?"]},"open":"?","parentOrderId":{"$exists":"?"}}',
      'orders {"open":"?"}',
      'orders {"open":"?","userId":"?"}',
      'orders {"open":"?","symbol":"?"}',
    ],
  },
  {
    why: 'Open orders of a session, one by one',
    of: ['unlimited'],
    queries: ['', '"account":{"$in":["?"]},', '"account":{"$nin":["?"]},'].map(
      (accounts) => `orders {${accounts}"link":"?","open":"?"}`,
    ),
  },
  {
    why: 'As many as there are accounts with open orders',
    of: ['sort', 'unlimited'],
    queries: ['orders {"account":{"$gt":"?"},"open":"?"}'],
  },
  {
    why: 'Of a period of time, at a limited rate',
    of: ['unlimited'],
    queries: [
      'broker_calls {"at":{"$gte":"?"},"route":"?"}',
      'link_samples {"at":{"$gte":"?","$lt":"?"},"link":"?"}',
      'link_samples {"at":{"$gte":"?"}}',
      'basket_events {"_id":{"$gte":"?"}}',
      'loss_breaches {"day":"?"}',
    ],
  },
];
