import { decimal, OrdStatus, Side } from '@ome/domain';
import fc from 'fast-check';
import { isOrderFrame, parseFrame } from './breeze-frames';
import { CashFramePrices } from './cash-frame-prices';
import { payload } from './testing/payloads';

const frame = (name: string) => JSON.parse(payload(`frame-${name}`)) as string[];
const changed = (name: string, position: number, value: string) =>
  frame(name).map((text, index) => (index === position ? value : text));
const optionWith = (changes: Record<number, string>) =>
  frame('option').map((text, position) => changes[position] ?? text);
const rupees = () => new CashFramePrices('rupees');

describe('frames of the order stream', () => {
  test('of an option: prices in paise', () => {
    expect(parseFrame(frame('option'), rupees())).toEqual({
      sequence: 2026101400788212n,
      stockCode: 'NIFTY',
      contract: {
        product: 'options',
        stock_code: 'NIFTY',
        exchange_code: 'NFO',
        expiry_date: '2026-10-20',
        right: 'call',
        strike_price: decimal(25000),
      },
      order: {
        brokerOrderId: '202610143800001234',
        tag: null,
        exchange: 'NFO',
        product: null,
        side: Side.Buy,
        ordType: null,
        timeInForce: null,
        orderQty: decimal(65),
        price: decimal('101.5'),
        stopPrice: null,
        ordStatus: OrdStatus.New,
        news: null,
        cumQty: decimal(0),
        text: null,
        transactTime: new Date('2026-10-14T04:32:12Z'),
        trade: null,
      },
    });
  });

  test('of a future with a stop, partly filled', () => {
    expect(parseFrame(frame('future'), rupees())).toMatchObject({
      contract: { product: 'futures', stock_code: 'CNXBAN', expiry_date: '2026-10-27' },
      order: {
        side: Side.Sell,
        price: decimal(55000),
        stopPrice: decimal('55010.2'),
        ordStatus: OrdStatus.PartiallyFilled,
        orderQty: decimal(70),
        cumQty: decimal(35),
      },
    });
  });

  test('of a share', () => {
    expect(parseFrame(frame('cash'), rupees())).toMatchObject({
      contract: { product: 'cash', stock_code: 'RELIND', exchange_code: 'NSE' },
      order: {
        brokerOrderId: '20261014N300001234',
        side: Side.Buy,
        price: decimal('1400.1'),
        ordStatus: OrdStatus.PartiallyFilled,
        orderQty: decimal(10),
        cumQty: decimal(4),
        transactTime: new Date('2026-10-14T04:35:30Z'),
      },
    });
  });

  test('may be longer than documented', () => {
    expect(() => parseFrame([...frame('option'), 'x', 'y'], rupees())).not.toThrow();
  });

  test.each<[string, unknown]>([
    ['a quote', ['4.1!1594', 'x']],
    ['equity advice', Array(19).fill('4')],
    ['strategy advice', Array(28).fill('6')],
  ])('%s is about no order', (_case, values) => {
    expect(isOrderFrame(values)).toBe(false);
    expect(isOrderFrame(frame('option'))).toBe(true);
  });

  test.each<[string, unknown]>([
    ['no list', 'order'],
    ['another type', changed('option', 11, '9')],
    ['no sequence', changed('option', 6, '*')],
    ['no order id', changed('option', 26, ' ')],
    ['no side', changed('option', 21, 'N')],
    ['no quantity', changed('option', 27, '*')],
    ['an odd executed quantity', changed('option', 28, '*')],
  ])('cannot be read: %s', (_case, values) => {
    expect(isOrderFrame(values)).toBe(true);
    expect(() => parseFrame(values, rupees())).toThrow('Breeze sent a frame');
  });

  test('an unknown status letter gives no status', () => {
    expect(parseFrame(changed('option', 25, 'A'), rupees()).order.ordStatus).toBeNull();
  });
});

test('everything a frame about an option says is read back', () => {
  const paise = fc.integer({ min: 1, max: 1e9 });
  const orders = fc.record({
    sequence: fc.bigInt({ min: 1n, max: 10n ** 18n }),
    exchange: fc.constantFrom('NFO', 'BFO'),
    side: fc.constantFrom(Side.Buy, Side.Sell),
    right: fc.constantFrom('call', 'put'),
    strike: paise,
    limit: paise,
    stop: fc.integer({ min: 0, max: 1e9 }),
    quantity: fc.integer({ min: 1, max: 1e7 }),
    executed: fc.integer({ min: 0, max: 1e7 }),
    at: fc.date({ min: new Date('2026-01-01'), max: new Date('2036-01-01'), noInvalidDate: true }),
  });
  fc.assert(
    fc.property(orders, (order) => {
      const at = new Date(Math.floor(order.at.getTime() / 1_000) * 1_000);
      const india = new Date(at.getTime() + 330 * 60_000).toISOString();
      const values = optionWith({
        6: String(order.sequence),
        7: `${india.slice(8, 10)}-${india.slice(5, 7)}-${india.slice(0, 4)}`,
        8: india.slice(11, 19),
        13: order.exchange,
        16: order.right === 'call' ? 'C' : 'P',
        18: String(order.strike),
        21: order.side === Side.Buy ? 'B' : 'S',
        24: String(order.limit),
        27: String(order.quantity),
        28: String(order.executed),
        31: String(order.stop),
      });
      expect(parseFrame(values, rupees())).toMatchObject({
        sequence: order.sequence,
        contract: { right: order.right, strike_price: decimal(order.strike).div(100) },
        order: {
          exchange: order.exchange,
          side: order.side,
          price: decimal(order.limit).div(100),
          stopPrice: order.stop === 0 ? null : decimal(order.stop).div(100),
          orderQty: decimal(order.quantity),
          cumQty: decimal(order.executed),
          transactTime: at,
        },
      });
    }),
  );
});

describe('the price unit of frames about shares', () => {
  const inPaise = changed('cash', 18, '140010');
  const price = (values: string[], prices: CashFramePrices) =>
    parseFrame(values, prices).order.price?.toFixed();

  test('is the configured one', () => {
    expect(price(inPaise, new CashFramePrices('paise'))).toBe('1400.1');
    expect(price(inPaise, new CashFramePrices('rupees'))).toBe('140010');
  });

  test.each(['paise', 'rupees'] as const)(
    'is the one shown by an order of known price, though %s are set',
    (expected) => {
      const prices = new CashFramePrices(expected);
      prices.learn('20261014N300001234', decimal('1400.1'));
      const [shown, other] = expected === 'rupees' ? [inPaise, '100'] : [frame('cash'), '1'];
      expect(price(shown, prices)).toBe('1400.1');
      const another = shown.map((text, index) =>
        index === 23 ? 'another' : index === 18 ? other : text,
      );
      expect(price(another, prices)).toBe('1');
    },
  );

  test('a price that fits neither unit shows nothing', () => {
    const prices = new CashFramePrices('rupees');
    prices.learn('20261014N300001234', decimal('1399'));
    expect(price(frame('cash'), prices)).toBe('1400.1');
  });
});
