import { setTimeout as sleep } from 'node:timers/promises';
import type {
  BasketDetailView,
  BasketView,
  FillView,
  OrderView,
  Page,
  PositionView,
} from '@ome/contracts';
import { decimal, isTerminal, parseOrdStatus, ZERO } from '@ome/domain';
import { call } from '../../../dev/src/engine-process/call';
import { EngineProcess } from '../../../dev/src/engine-process/engine-process';
import { useEngine } from '../../../dev/src/engine-process/use-engine';

const PATIENCE_MS = 60_000;

const LINKS = ['rest', 'flattrade', 'breeze'];
/** Frozen above 1800, in lots of 65: 1755 a slice. */
const OPTION = {
  symbol: 'NIFTY29DEC26C24500',
  exchange: 'NFO',
  product: 'NRML',
  side: 'BUY',
  ordType: 'LIMIT',
  price: '150',
  timeInForce: 'DAY',
  quantity: 8775,
  slice: true,
};

const engine = useEngine((distDir, dataDir) => EngineProcess.start(distDir, dataDir));

const get = <T>(path: string) => call<T>(`${engine().state.apiUrl}${path}`);
const post = <T>(path: string, body: object) =>
  call<T>(`${engine().state.apiUrl}${path}`, 'POST', body);
const behave = (behaviour: object) =>
  call(`${engine().state.simulatorUrl}/control`, 'PUT', behaviour);

async function until(orderId: string, holds: (order: OrderView) => boolean): Promise<OrderView> {
  for (const giveUpAt = Date.now() + PATIENCE_MS; ;) {
    const order = await get<OrderView>(`/orders/${orderId}`);
    if (holds(order)) return order;
    if (Date.now() > giveUpAt) throw new Error(`Still ${JSON.stringify(order)}`);
    await sleep(100);
  }
}

async function untilEnded(basketId: string): Promise<BasketDetailView> {
  for (const giveUpAt = Date.now() + PATIENCE_MS; ;) {
    const basket = await get<BasketDetailView>(`/baskets/${basketId}`);
    if (basket.endedAt) return basket;
    if (Date.now() > giveUpAt) throw new Error(`Still ${JSON.stringify(basket)}`);
    await sleep(100);
  }
}

const isOver = ({ ordStatus, leavesQty }: OrderView): boolean =>
  isTerminal(parseOrdStatus(ordStatus)!) && leavesQty === '0';

const sum = (amounts: string[]): string =>
  amounts.reduce((total, amount) => total.plus(decimal(amount)), ZERO).toFixed();

/**
 * Waits until an order and its slices are terminal and orders, fills and the position agree: a
 * polled broker reports fills after the cancel.
 */
async function settled(orderId: string): Promise<{ order: OrderView; slices: OrderView[] }> {
  for (const giveUpAt = Date.now() + PATIENCE_MS; ;) {
    const order = await get<OrderView>(`/orders/${orderId}`);
    const { items: slices } = await get<Page<OrderView>>(`/orders?parent=${orderId}`);
    const { items: fills } = await get<Page<FillView>>(`/orders/${orderId}/fills?limit=1000`);
    const { items } = await get<Page<PositionView>>(`/positions?account=${order.account}`);
    const sums = {
      slices: sum(slices.map(({ cumQty }) => cumQty)),
      fills: sum(fills.map(({ quantity }) => quantity)),
      position: sum(items.map(({ netQty }) => netQty)),
    };
    const isSettled = Object.values(sums).every((total) => total === order.cumQty);
    if (isSettled) return { order, slices };
    if (Date.now() > giveUpAt) throw new Error(`${order.cumQty}, but ${JSON.stringify(sums)}`);
    await sleep(100);
  }
}

let accounts = 0;
const place = (link: string) =>
  post<OrderView>('/orders', {
    ...OPTION,
    link,
    userId: String((accounts += 1)),
    account: `slices-${accounts}`,
  });

interface OrderTable {
  Orders: { data: { order_table: unknown[]; fill_table: unknown[][] }[] };
}

describe.each(LINKS)('an order of five times the freeze quantity, by %s', (link) => {
  afterEach(() => call(`${engine().state.simulatorUrl}/control`, 'DELETE'));

  test(
    'is filled whole',
    async () => {
      const { orderId, slicing } = await place(link);
      expect(slicing).toEqual({ link, quantity: '1755' });
      await until(orderId, isOver);
      const { order, slices } = await settled(orderId);
      expect(order).toMatchObject({ ordStatus: 'Filled', cumQty: '8775', avgPx: '150' });
      expect(slices.map((slice) => [slice.link, slice.orderQty])).toEqual(
        Array.from({ length: 5 }, () => [link, '1755']),
      );
      // Programs that sum the table of a user's orders find it there once.
      const asked = { type: 4, user_id: Number(order.userId) };
      const { data } = (await post<OrderTable>('/order_endpoint', asked)).Orders;
      expect(data.map(({ order_table: row }) => [row[7], row[5]])).toEqual([[orderId, 8775]]);
      const filled = data[0].fill_table.map(([, quantity]) => String(quantity));
      expect(sum(filled)).toBe('8775');
    },
    2 * PATIENCE_MS,
  );

  test(
    'is canceled between two slices',
    async () => {
      await behave({ behaviour: 'fill', parts: 20, partDelayMs: { min: 1_000, max: 1_000 } });
      const { orderId } = await place(link);
      await until(orderId, ({ ordStatus }) => ordStatus === 'PartiallyFilled');
      await post(`/orders/${orderId}/cancel`, { reason: 'enough' });
      await until(orderId, isOver);
      const { order } = await settled(orderId);
      expect(order.ordStatus).toBe('Canceled');
      expect(order.cumQty).not.toBe('0');
    },
    2 * PATIENCE_MS,
  );

  test(
    'ends without the rejected slices',
    async () => {
      await behave({ behaviour: 'reject', probability: 0.5, text: 'No margin' });
      const { orderId } = await until((await place(link)).orderId, isOver);
      const { order, slices } = await settled(orderId);
      const statuses = slices.map(({ ordStatus }) => ordStatus);
      const rejected = statuses.filter((status) => status === 'Rejected').length;
      const expected = rejected === 0 ? 'Filled' : rejected === 5 ? 'Rejected' : 'Canceled';
      expect(order.ordStatus).toBe(expected);
      if (rejected > 0) expect(order.reason).toMatch(/^Slice [0-9a-f]{24}: /);
    },
    2 * PATIENCE_MS,
  );

  test(
    'is a leg of a basket, and is closed in slices when the basket is unwound',
    async () => {
      const account = `slices-${(accounts += 1)}`;
      const { symbol, exchange, product, side, ordType, price } = OPTION;
      const leg = { symbol, exchange, product, side, ordType, price, link };
      await call(`${engine().state.apiUrl}/risk/limits`, 'PUT', { account, lotSize: true });
      const { basketId } = await post<BasketView>('/baskets', {
        basketClOrdId: 'sliced',
        account,
        proceedWhen: 'FILLED',
        stageTimeoutMs: PATIENCE_MS,
        onFailure: 'UNWIND',
        legs: [
          { ...leg, stage: 1, quantity: 3_900, slice: true },
          // Not in lots: refused once the first stage is filled.
          { ...leg, stage: 2, quantity: 10 },
        ],
      });
      const { outcome, legs } = await untilEnded(basketId);
      expect(outcome).toBe('UNWOUND');
      const [{ order, unwinding }] = legs;
      for (const whole of [order!, unwinding[0]]) {
        expect(whole).toMatchObject({ ordStatus: 'Filled', cumQty: '3900', slicing: { link } });
        const { items } = await get<Page<OrderView>>(`/orders?parent=${whole.orderId}`);
        expect(items.map(({ orderQty }) => orderQty).sort()).toEqual(['1755', '1755', '390']);
      }
      const { items } = await get<Page<PositionView>>(`/positions?account=${account}`);
      expect(items.map(({ netQty }) => netQty)).toEqual(['0']);
    },
    2 * PATIENCE_MS,
  );
});
