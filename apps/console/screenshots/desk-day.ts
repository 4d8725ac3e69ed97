import type { OmeClient } from '@ome/client';
import type { NewOrderRequest, OrderView } from '@ome/contracts';
import { setTimeout as sleep } from 'node:timers/promises';

const DAY_MS = 24 * 60 * 60 * 1_000;
const SETTLED_MS = 5_000;

type Order = Partial<NewOrderRequest> & { symbol: string; price: string };
type Control = (method: 'PUT' | 'POST', path: string, body: object) => Promise<void>;

/** Trades of the previous days: symbol, quantity, buy price, sell price, days ago. */
const FORMER_DAYS = [
  ['INFY', '200', '1488.50', '1502.30', 7],
  ['TCS', '50', '3610', '3584.40', 6],
  ['RELIANCE', '120', '2441.10', '2466.90', 5],
  ['HDFCBANK', '150', '1652.00', '1661.80', 4],
  ['SBIN', '400', '812.30', '808.10', 3],
  ['ICICIBANK', '250', '1098.60', '1113.20', 2],
  ['ITC', '600', '441.20', '443.80', 1],
] as const;

const TODAY: readonly Order[] = [
  { symbol: 'RELIANCE', quantity: '150', price: '2450.50', tag: 'open' },
  { symbol: 'INFY', quantity: '300', price: '1498.20', account: '4711' },
  { symbol: 'TCS', side: 'SELL', quantity: '75', price: '3622.80' },
  { symbol: 'HDFCBANK', quantity: '220', price: '1655.40', account: '4711', link: 'flattrade' },
  { symbol: 'SBIN', side: 'SELL', quantity: '500', price: '815.00' },
  { symbol: 'ICICIBANK', quantity: '180', price: '1104.10', account: '4711', link: 'flattrade' },
  { symbol: 'ITC', quantity: '900', price: '442.60' },
];

/**
 * A plausible trading day: fills, rejects, and orders in doubt.
 * @returns the records that have a page of their own
 */
export class DeskDay {
  constructor(
    private readonly client: OmeClient,
    private readonly control: Control,
  ) {}

  /** @returns what has a page of its own */
  async live(): Promise<{ doubted: string; basketId: string }> {
    await this.formerDays();
    // Before the orders, so that the limits show some use.
    await this.limits();
    for (const order of TODAY) await this.place(order);
    await this.atTheVenue();
    const basketId = await this.basket();
    await this.strayReports();
    const doubted = await this.doubt();
    await this.prices();
    await sleep(SETTLED_MS);
    return { doubted, basketId };
  }

  private place(order: Order): Promise<OrderView> {
    return this.client.orders.place({
      account: '42',
      userId: 'meera',
      exchange: 'NSE',
      side: 'BUY',
      ordType: 'LIMIT',
      quantity: '100',
      timeInForce: 'DAY',
      product: 'CNC',
      ...order,
    });
  }

  private behave(symbol: string, behaviour: object): Promise<void> {
    return this.control('PUT', `symbols/${encodeURIComponent(symbol)}`, behaviour);
  }

  private async formerDays(): Promise<void> {
    for (const [symbol, quantity, paid, got, daysAgo] of FORMER_DAYS) {
      await this.behave(symbol, { behaviour: 'rest' });
      const TransactTime = new Date(Date.now() - daysAgo * DAY_MS).toISOString();
      for (const [side, price] of [
        ['BUY', paid],
        ['SELL', got],
      ] as const) {
        const { orderId } = await this.place({ symbol, side, quantity, price, product: 'MIS' });
        await this.untilTaken(orderId);
        const fill = { ExecType: 'F', LastQty: quantity, LastPx: price, TransactTime };
        await this.control('POST', `orders/${orderId}/report`, fill);
      }
      await this.behave(symbol, { behaviour: 'fill' });
    }
  }

  private async untilTaken(orderId: string): Promise<void> {
    while ((await this.client.orders.show(orderId)).ordStatus === 'PendingNew') await sleep(50);
  }

  private async atTheVenue(): Promise<void> {
    await this.behave('BAJAJ-AUTO', { behaviour: 'reject', text: 'Margin is short by 41,250.00' });
    await this.place({ symbol: 'BAJAJ-AUTO', price: '9120', quantity: '40' });
    await this.behave('M&M', { behaviour: 'rest' });
    const part = await this.place({ symbol: 'M&M', price: '2890.40', quantity: '200' });
    await this.place({ symbol: 'M&M', side: 'SELL', price: '2934', quantity: '60', tag: 'exit' });
    const dropped = await this.place({ symbol: 'M&M', price: '2871', account: '4711' });
    await this.untilTaken(part.orderId);
    const fill = { ExecType: 'F', LastQty: 80, LastPx: '2890.30' };
    await this.control('POST', `orders/${part.orderId}/report`, fill);
    await this.untilTaken(dropped.orderId);
    await this.client.orders.cancel(dropped.orderId, {});
  }

  private async basket(): Promise<string> {
    const { basketId } = await this.client.baskets.placeIronCondor({
      basketClOrdId: 'nifty-december',
      account: '42',
      product: 'NRML',
      lots: 2,
      underlying: 'NIFTY',
      expiry: '2026-12-29',
      putBuy: { strike: '24000', price: '60' },
      putSell: { strike: '24300', price: '85' },
      callSell: { strike: '24700', price: '90' },
      callBuy: { strike: '25000', price: '65' },
    });
    return basketId;
  }

  private async limits(): Promise<void> {
    const ofAll = { maxOrderQty: '5000', maxOrderNotional: '2500000', priceBandPercent: '10' };
    await this.client.risk.setLimits(ofAll);
    await this.client.risk.setLimits({ account: '4711', maxOpenOrders: 25, maxDailyLoss: '50000' });
    await this.client.risk.pull({ scope: 'user', id: 'arjun', reason: 'On leave until Monday' });
  }

  private async strayReports(): Promise<void> {
    for (const [Symbol, OrderQty] of [
      ['WIPRO', 100],
      ['LT', 35],
    ]) {
      const report = { ExecType: '0', OrderID: `PHONE-${Symbol}`, Symbol, Side: '1', OrderQty };
      await this.control('POST', `orders/phone-${Symbol}/report`, report);
    }
  }

  private async doubt(): Promise<string> {
    await this.control('PUT', 'lookup', { behaviour: 'error' });
    await this.behave('AXISBANK', { behaviour: 'dropBeforeActing' });
    const order = { symbol: 'AXISBANK', price: '1121.40', quantity: '130' };
    return (await this.place(order)).orderId;
  }

  private async prices(): Promise<void> {
    const last = { RELIANCE: '2461.30', INFY: '1493.75', TCS: '3609.10', HDFCBANK: '1662.85' };
    const more = { SBIN: '811.60', ICICIBANK: '1109.95', ITC: '440.85', 'M&M': '2897.20' };
    await this.client.prices.feed(
      Object.entries({ ...last, ...more }).map(([symbol, lastPx]) => ({
        exchange: 'NSE',
        symbol,
        lastPx,
      })),
    );
  }
}
