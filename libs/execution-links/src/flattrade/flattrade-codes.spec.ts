import { EXCHANGES, OrdStatus, OrdType, Side, TimeInForce } from '@ome/domain';
import {
  EXCHANGE_CODE,
  exchangeOfCode,
  ordStatusOf,
  ordTypeOf,
  parseProduct,
  parseReportType,
  PRICE_TYPE_CODE,
  PRODUCT_CODE,
  productOf,
  PRODUCTS,
  REPORT_MEANING,
  REPORT_TYPES,
  SIDE_CODE,
  sideOf,
  timeInForceOf,
  VALIDITY_CODE,
} from './flattrade-codes';

describe('codes of Flattrade, both ways', () => {
  test.each([
    [Side.Buy, 'B'],
    [Side.Sell, 'S'],
  ])('side %s is %s', (side, code) => {
    expect(SIDE_CODE[side]).toBe(code);
    expect(sideOf(code)).toBe(side);
  });

  test.each([
    ['CNC', 'C'],
    ['NRML', 'M'],
    ['MIS', 'I'],
    ['MTF', 'F'],
    ['CO', 'H'],
    ['BO', 'B'],
  ] as const)('product %s is %s', (product, code) => {
    expect(PRODUCT_CODE[product]).toBe(code);
    expect(productOf(code)).toBe(product);
    expect(parseProduct(product)).toBe(product);
  });

  test.each([
    [OrdType.Limit, 'LMT'],
    [OrdType.StopLimit, 'SL-LMT'],
    [OrdType.Market, 'MKT'],
    [OrdType.Stop, 'SL-MKT'],
  ])('order type %s is %s', (type, code) => {
    expect(PRICE_TYPE_CODE[type]).toBe(code);
    expect(ordTypeOf(code)).toBe(type);
  });

  test.each([
    [TimeInForce.Day, 'DAY'],
    [TimeInForce.ImmediateOrCancel, 'IOC'],
  ])('time in force %s is %s', (tif, code) => {
    expect(VALIDITY_CODE[tif]).toBe(code);
    expect(timeInForceOf(code)).toBe(tif);
  });

  test('the end of the session is the end of the day', () => {
    expect(timeInForceOf('EOS')).toBe(TimeInForce.Day);
  });

  test.each([TimeInForce.GoodTillCancel, TimeInForce.GoodTillDate, TimeInForce.FillOrKill])(
    'time in force %s does not exist',
    (tif) => expect(VALIDITY_CODE[tif]).toBeNull(),
  );

  test.each(EXCHANGES)('exchange %s goes by its name', (exchange) => {
    expect(EXCHANGE_CODE[exchange]).toBe(exchange);
    expect(exchangeOfCode(exchange)).toBe(exchange);
  });

  test('unknown codes give null', () => {
    for (const read of [sideOf, productOf, ordTypeOf, exchangeOfCode, timeInForceOf]) {
      expect(read('X9')).toBeNull();
      expect(read('')).toBeNull();
    }
    expect(parseProduct('C')).toBeNull();
    expect(PRODUCTS).toHaveLength(6);
  });
});

describe('statuses', () => {
  test.each([
    ['PENDING', OrdStatus.PendingNew],
    ['ORDER ACK', OrdStatus.PendingNew],
    ['ORDER PENDING', OrdStatus.PendingNew],
    ['OPEN_PENDING', OrdStatus.PendingNew],
    ['AMO OPEN', OrdStatus.PendingNew],
    ['AMO MODIFIED', OrdStatus.PendingNew],
    ['AFTER MARKET ORDER REQ RECEIVED', OrdStatus.PendingNew],
    ['OPEN', OrdStatus.New],
    [' Open ', OrdStatus.New],
    ['NEW', OrdStatus.New],
    ['REPLACED', OrdStatus.New],
    ['TRIGGER_PENDING', OrdStatus.New],
    ['Trigger  Pending', OrdStatus.New],
    ['MODIFY_PENDING', OrdStatus.PendingReplace],
    ['CANCEL_PENDING', OrdStatus.PendingCancel],
    ['COMPLETE', OrdStatus.Filled],
    ['EXECUTED', OrdStatus.Filled],
    ['CANCELED', OrdStatus.Canceled],
    ['CANCELLED', OrdStatus.Canceled],
    ['AMO CANCELED', OrdStatus.Canceled],
    ['AMO CANCELLED', OrdStatus.Canceled],
    ['REJECTED', OrdStatus.Rejected],
    ['REJECT', OrdStatus.Rejected],
    ['INVALID_STATUS_TYPE', null],
    ['SOMETHING NEW', null],
    ['constructor', null],
    ['', null],
  ])('%j is %s', (status, ordStatus) => expect(ordStatusOf(status)).toBe(ordStatus));
});

describe('report types', () => {
  test.each(REPORT_TYPES)('%s is read in any case', (type) => {
    expect(parseReportType(type)).toBe(type);
    expect(parseReportType(` ${type.toLowerCase()}`)).toBe(type);
  });

  test.each([
    ['New', 'New'],
    ['Replaced', 'Replaced'],
    ['ReplaceRejected', 'ReplaceRejected'],
    ['CancelRejected', 'CancelRejected'],
    ['Canceled', 'Canceled'],
  ] as const)('%s is news', (type, news) => expect(REPORT_MEANING[type].news).toBe(news));

  test.each([
    ['ModAck', OrdStatus.PendingReplace],
    ['PendingReplace', OrdStatus.PendingReplace],
    ['CanAck', OrdStatus.PendingCancel],
    ['PendingCancel', OrdStatus.PendingCancel],
  ] as const)('%s is pending', (type, pending) => {
    expect(REPORT_MEANING[type]).toEqual({ news: null, pending });
  });

  test.each(['NewAck', 'PendingNew', 'Fill', 'Rejected', 'INVALID_REPORT_TYPE'] as const)(
    '%s adds nothing to the row',
    (type) => expect(REPORT_MEANING[type]).toEqual({ news: null, pending: null }),
  );

  test('another word gives null', () => expect(parseReportType('Filled')).toBeNull());
});
