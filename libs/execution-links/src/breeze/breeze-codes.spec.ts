import { OrdStatus, OrdType, Side, TimeInForce } from '@ome/domain';
import {
  breezeProduct,
  ORD_STATUS,
  ORD_TYPES,
  ourProduct,
  parseStatus,
  PRODUCTS,
  SENT_ORD_TYPE,
  SENT_VALIDITY,
  SIDES,
  STATUSES,
  VALIDITIES,
} from './breeze-codes';

describe('codes', () => {
  test.each([
    ['sides', SIDES],
    ['types', ORD_TYPES],
    ['validities', VALIDITIES],
    ['products', PRODUCTS],
    ['statuses', STATUSES],
  ])('%s read back, however they are capitalised', (_name, codes) => {
    const all = codes as typeof STATUSES;
    for (const ours of all.all) {
      const word = all.request(ours);
      expect([word, word.toUpperCase(), ` ${word} `].map((text) => all.parse(text))).toEqual([
        ours,
        ours,
        ours,
      ]);
    }
    expect([null, '', '?', 'constructor'].map((text) => all.parse(text))).toEqual(
      Array(4).fill(null),
    );
  });

  test('the letters of the feed', () => {
    expect(['B', 'S', 'N'].map((letter) => SIDES.parse(letter))).toEqual([
      Side.Buy,
      Side.Sell,
      null,
    ]);
    expect(['L', 'S', 'M'].map((letter) => ORD_TYPES.parse(letter))).toEqual([
      OrdType.Limit,
      OrdType.StopLimit,
      null,
    ]);
    expect(['T', 'I', 'V'].map((letter) => VALIDITIES.parse(letter))).toEqual([
      TimeInForce.Day,
      TimeInForce.ImmediateOrCancel,
      TimeInForce.GoodTillCancel,
    ]);
    expect(['C', 'F', 'O', 'B', 'P'].map((letter) => PRODUCTS.parse(letter))).toEqual([
      'cash',
      'futures',
      'options',
      'btst',
      null,
    ]);
  });
});

describe('order types and validities', () => {
  test.each([
    [OrdType.Market, 'limit'],
    [OrdType.Limit, 'limit'],
    [OrdType.Stop, 'stoploss'],
    [OrdType.StopLimit, 'stoploss'],
  ])('%s goes out as %s', (type, word) => {
    expect(ORD_TYPES.request(SENT_ORD_TYPE[type])).toBe(word);
  });

  test.each([
    [TimeInForce.Day, 'day'],
    [TimeInForce.ImmediateOrCancel, 'ioc'],
    [TimeInForce.GoodTillCancel, 'vtc'],
    [TimeInForce.GoodTillDate, null],
    [TimeInForce.FillOrKill, null],
  ])('%s goes out as %s', (validity, word) => {
    const sent = SENT_VALIDITY[validity];
    expect(sent && VALIDITIES.request(sent)).toBe(word);
  });
});

describe('breezeProduct', () => {
  test.each([
    [null, 'cash', 'cash'],
    [null, 'futures', 'futures'],
    [null, 'options', 'options'],
    ['CNC', 'cash', 'cash'],
    ['NRML', 'futures', 'futures'],
    ['nrml', 'options', 'options'],
    ['BTST', 'cash', 'btst'],
    ['MTF', 'cash', 'mtf'],
    ['cash', 'cash', 'cash'],
    ['futures', 'futures', 'futures'],
    ['Options', 'options', 'options'],
    ['mtf', 'cash', 'mtf'],
    ['CNC', 'futures', null],
    ['NRML', 'cash', null],
    ['options', 'futures', null],
    ['MTF', 'options', null],
    // The API forbids margin products.
    ['MIS', 'cash', null],
    ['margin', 'cash', null],
  ] as const)('%s of %s is %s', (product, traded, expected) => {
    expect(breezeProduct(product, traded)).toBe(expected);
  });

  test.each(PRODUCTS.all)('%s reads back', (product) => {
    const traded = product === 'btst' || product === 'mtf' ? 'cash' : product;
    expect(breezeProduct(ourProduct(product), traded)).toBe(product);
  });
});

describe('statuses', () => {
  test.each([
    ['R', 'Requested', OrdStatus.PendingNew],
    ['Q', 'Queued', OrdStatus.PendingNew],
    ['O', 'Ordered', OrdStatus.New],
    ['P', 'Partially Executed', OrdStatus.PartiallyFilled],
    ['E', 'Executed', OrdStatus.Filled],
    ['J', 'Rejected', OrdStatus.Rejected],
    ['C', 'Cancelled', OrdStatus.Canceled],
    ['X', 'Expired', OrdStatus.Expired],
    ['D', 'Partially Executed And Cancelled', OrdStatus.Canceled],
    ['B', 'Partially Executed And Expired', OrdStatus.Expired],
    ['F', 'Freezed', OrdStatus.PendingNew],
    ['E', 'Complete', OrdStatus.Filled],
    ['E', 'COMPLETED', OrdStatus.Filled],
    ['C', 'canceled', OrdStatus.Canceled],
  ])('%s, %s', (letter, text, expected) => {
    const status = parseStatus(text);
    expect(status && ORD_STATUS[status]).toBe(expected);
    expect(parseStatus(letter)).toBe(status);
  });

  // A is the filter for all statuses, and never a status itself.
  test.each(['A', 'All', 'Booked', '', null])('no status follows from %j', (text) => {
    expect(parseStatus(text)).toBeNull();
  });
});
