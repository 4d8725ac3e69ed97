import { Decimal, decimal, decimalText, Side } from '@ome/domain';
import type { Quote } from '@ome/engine';
import fc from 'fast-check';
import { limitBeyond, protectedPrice } from './market-order';

const quote = (lastPx: string, fields: Partial<Quote> = {}): Quote => ({
  lastPx: decimal(lastPx),
  bids: [],
  asks: [],
  lowerCircuit: null,
  upperCircuit: null,
  tickSize: decimal('0.05'),
  at: new Date(),
  ...fields,
});

const priced = (of: Quote, side: Side, isOption = false) => {
  const price = protectedPrice(of, { side, isOption });
  return price && decimalText(price);
};

describe('the protected price of a market order', () => {
  test.each([
    ['50', '51', '49'],
    ['99.95', '101.95', '97.95'],
    ['100', '101', '99'],
    ['500', '505', '495'],
    ['500.05', '502.6', '497.5'],
    ['1500', '1507.5', '1492.5'],
  ])('a share at %s: buy at %s, sell at %s', (lastPx, buy, sell) => {
    expect(priced(quote(lastPx), Side.Buy)).toBe(buy);
    expect(priced(quote(lastPx), Side.Sell)).toBe(sell);
  });

  test.each([
    ['9.95', '10.45', '9.45'],
    ['10', '10.3', '9.7'],
    ['99', '102', '96'],
    ['100', '102', '98'],
    ['500', '510', '490'],
    ['600', '606', '594'],
  ])('an option at %s: buy at %s, sell at %s', (lastPx, buy, sell) => {
    expect(priced(quote(lastPx), Side.Buy, true)).toBe(buy);
    expect(priced(quote(lastPx), Side.Sell, true)).toBe(sell);
  });

  test('is rounded away from the market, to the tick of the instrument', () => {
    const goods = quote('6543', { tickSize: decimal(1) });

    expect(priced(goods, Side.Buy)).toBe('6576');
    expect(priced(goods, Side.Sell)).toBe('6510');
  });

  test('never sells at zero', () => {
    expect(priced(quote('0.05'), Side.Sell, true)).toBe('0.05');
  });

  test('stays within the circuit limits', () => {
    const limited = quote('1500', { lowerCircuit: decimal(1495), upperCircuit: decimal(1505) });

    expect(priced(limited, Side.Buy)).toBe('1505');
    expect(priced(limited, Side.Sell)).toBe('1495');
  });

  test('without a last trade, follows the other side', () => {
    const asks = [{ price: decimal(50), quantity: decimal(10) }];
    const untraded = quote('0', { asks });

    expect(priced(untraded, Side.Buy)).toBe('51');
    expect(priced(untraded, Side.Sell)).toBeNull();
  });

  test('is a multiple of the tick and trades at the last price, whatever that is', () => {
    const cents = fc.integer({ min: 5, max: 10_000_000 });
    const ticks = fc.constantFrom('0.0025', '0.01', '0.05', '1');
    fc.assert(
      fc.property(cents, ticks, fc.boolean(), (amount, tick, isOption) => {
        const lastPx = new Decimal(amount).div(100);
        const of = quote(decimalText(lastPx), { tickSize: decimal(tick) });
        const buy = protectedPrice(of, { side: Side.Buy, isOption })!;
        const sell = protectedPrice(of, { side: Side.Sell, isOption })!;
        expect(buy.mod(tick).isZero() && sell.mod(tick).isZero()).toBe(true);
        expect(buy.gte(lastPx) && sell.gt(0)).toBe(true);
        expect(sell.lte(Decimal.max(lastPx, tick))).toBe(true);
      }),
    );
  });
});

test('a stop order’s limit lies beyond its trigger', () => {
  const market = quote('90', { upperCircuit: decimal(120) });

  expect(decimalText(limitBeyond(decimal(110), market, { side: Side.Buy, isOption: false }))).toBe(
    '111.1',
  );
  expect(decimalText(limitBeyond(decimal(80), market, { side: Side.Sell, isOption: false }))).toBe(
    '78.4',
  );
});
