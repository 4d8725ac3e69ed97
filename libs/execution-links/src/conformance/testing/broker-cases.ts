import {
  type BrokerOrder,
  type BrokerTrade,
  decimal,
  decimalText,
  type Order,
  OrdStatus,
  OrdType,
  Side,
  ZERO,
} from '@ome/domain';
import { recordsOf } from '@ome/engine';
import { eventually } from '../../../../../apps/simulator/src/testing/harness';
import type { ConformanceCase } from './describe-link';
import type { BrokerHarness } from './link-harness';

type BrokerCase = ConformanceCase<BrokerHarness>;

/** Prices of both brokers are multiples of it. */
const TICK = decimal('0.05');

const idsOf = (trades: readonly BrokerTrade[]): string[] =>
  trades.map(({ execId }) => execId).sort();

const tradesIn = (rows: readonly BrokerOrder[]): BrokerTrade[] =>
  rows.flatMap(({ trade }) => trade ?? []);

async function tradesOf(at: BrokerHarness, order?: Order): Promise<BrokerTrade[]> {
  return recordsOf(await at.link.trades(order));
}

async function rowOf(
  at: BrokerHarness,
  { brokerOrderId }: Order,
): Promise<BrokerOrder | undefined> {
  const orders = recordsOf(await at.link.orders());
  return orders.find((row) => row.brokerOrderId === brokerOrderId);
}

/** Until the last reported status of the order is this one. */
const reaches = (told: BrokerOrder[], { brokerOrderId }: Order, status: OrdStatus) =>
  eventually(() => {
    const last = told.findLast((row) => row.brokerOrderId === brokerOrderId);
    expect(last?.ordStatus).toBe(status);
    return last!;
  });

/** Filled in three parts, and followed meanwhile. */
async function filled(at: BrokerHarness): Promise<{ order: Order; told: BrokerOrder[] }> {
  await at.venue.behaves('fill', { parts: 3 });
  return at.streaming(async (told) => {
    const order = await at.placed();
    await reaches(told, order, OrdStatus.Filled);
    return { order, told };
  });
}

const AHEAD_MS = 600_000;
const EMPTY = { rows: [], unreadable: [] };

const marketOrder = (side: Side) => ({ side, ordType: OrdType.Market, price: null });

/** What every session at a broker does in addition. */
export const BROKER_CASES: readonly BrokerCase[] = [
  {
    id: 'B-01',
    title: 'a session that has ended: not sent, down, no books, until somebody logs in',
    run: async (at) => {
      const order = at.option();
      await at.venue.endSessions();
      expect(await at.send(at.placement(order))).toMatchObject({ outcome: 'notSent' });
      const { link } = at;
      expect([link.isUp(), link.status.up, link.loginState]).toEqual([false, false, 'loginNeeded']);
      expect(link.status.lastError).toMatch(/log/i);
      await expect(link.orders()).rejects.toThrow();
      expect(await link.lookUp(at.placement(order))).toMatchObject({ outcome: 'unanswered' });

      await at.logIn();
      expect([link.isUp(), link.status.up, link.loginState]).toEqual([true, true, 'loggedIn']);
      await at.placed(order);
      expect(await at.venue.orders()).toHaveLength(1);
    },
  },
  {
    id: 'B-02',
    title: 'a code that the login page never issued logs nobody in, and nobody out',
    run: async (at) => {
      await expect(at.link.logIn('0123456789abcdef')).rejects.toThrow();
      expect(at.link.loginState).toBe('loggedIn');
      await at.placed();
    },
  },
  {
    id: 'B-03',
    title: 'the stream of an ended session ends, and the next one asks for a login',
    run: async (at) => {
      const never = new AbortController().signal;
      const told = {
        opened: () => void at.venue.endSessions(),
        order: () => undefined,
        unreadable: () => undefined,
      };
      await at.link.streamOrders(told, never);
      await at.link.streamOrders(told, never);
      expect(at.link.loginState).toBe('loginNeeded');
    },
  },
  {
    id: 'B-04',
    title: 'a replace of an order without a number is not sent',
    run: async (at) => {
      const order = at.option();
      for (const request of [at.replace(order), at.cancel(order)]) {
        expect(await at.send(request)).toMatchObject({ outcome: 'notSent' });
        expect(await at.link.lookUp(request)).toEqual({ outcome: 'absent' });
      }
      expect(await at.venue.requests()).toEqual([]);
      expect(await at.venue.malformed()).toEqual([]);
    },
  },
  {
    id: 'B-05',
    title: 'too many calls, by status or in the answer: the whole session pauses',
    run: async (at) => {
      for (const inAnswer of [false, true]) {
        await at.venue.behaves('rateLimited', { inAnswer });
        const sent = await at.send(at.placement());
        expect(sent).toMatchObject({ outcome: 'notSent', retryAfterMs: expect.any(Number) });
      }
      expect(at.budget.backedOff).toHaveLength(2);
      for (const pauseMs of at.budget.backedOff) expect(pauseMs).toBeGreaterThan(0);
    },
  },
  {
    id: 'B-06',
    title: 'waits with everything while its limits have no room, and sends nothing',
    run: async (at) => {
      const order = await at.resting();
      at.budget.delay = 1_500;
      for (const request of [at.placement(), at.replace(order), at.cancel(order)]) {
        expect(await at.link.admit(request.order, request.command)).toMatchObject({
          admitted: false,
          retryAfterMs: 1_500,
          everyone: true,
        });
        expect(await at.link.send(request)).toMatchObject({ outcome: 'notSent' });
        expect(await at.link.lookUp(request)).toMatchObject({ outcome: 'unanswered' });
      }
      await expect(at.link.positions()).rejects.toThrow();
      expect(await at.venue.requests()).toHaveLength(1);
    },
  },
  {
    id: 'B-07',
    title: 'every call is counted under its kind',
    run: async (at) => {
      const order = await at.resting();
      await at.send(at.replace(order));
      await at.send(at.cancel(order));
      const { taken } = at.budget;
      expect(taken.filter((kind) => kind !== 'read')).toEqual(['order', 'order', 'cancel']);
      const reads = () => taken.filter((kind) => kind === 'read').length;
      for (const read of ['orders', 'trades', 'positions', 'holdings', 'limits'] as const) {
        const before = reads();
        await at.link[read]();
        expect(reads()).toBeGreaterThan(before);
      }
    },
  },
  {
    id: 'B-08',
    title: 'empty books are answers, and so is the history of an order without a number',
    run: async (at) => {
      const { link } = at;
      expect(await link.orders()).toEqual(EMPTY);
      expect(await link.trades()).toEqual(EMPTY);
      expect(await link.positions()).toEqual(EMPTY);
      expect(await link.history(at.option())).toEqual(EMPTY);
      expect(await link.trades(at.option())).toEqual(EMPTY);
    },
  },
  {
    id: 'B-09',
    title: 'unreadable books are not empty books',
    run: async (at) => {
      const order = await at.resting();
      for (const answer of ['missing', 'error'] as const) {
        await at.venue.answersLookUps(answer);
        const { link } = at;
        for (const read of ['orders', 'trades', 'positions', 'holdings', 'limits'] as const) {
          await expect(link[read]()).rejects.toThrow();
        }
        await expect(link.history(order)).rejects.toThrow();
        await expect(link.trades(order)).rejects.toThrow();
      }
    },
  },
  {
    id: 'B-10',
    title: 'the stream reports an order from its acceptance to its cancel, as the book does',
    run: (at) =>
      at.streaming(async (told) => {
        const order = await at.resting();
        const { symbol, exchange, side, orderQty, price } = order;
        const terms = { symbol, exchange, side, orderQty, price };
        expect(await reaches(told, order, OrdStatus.New)).toMatchObject(terms);
        expect(await rowOf(at, order)).toMatchObject({ ...terms, ordStatus: OrdStatus.New });

        const replaced = { orderQty: orderQty.times(2), price: decimal(102), cumQty: ZERO };
        await at.send(at.replace(order));
        await eventually(() => expect(told.at(-1)).toMatchObject(replaced));
        expect(await rowOf(at, order)).toMatchObject({ ...replaced, ordStatus: OrdStatus.New });

        await at.send(at.cancel(order));
        await reaches(told, order, OrdStatus.Canceled);
        expect(await rowOf(at, order)).toMatchObject({
          cumQty: ZERO,
          ordStatus: OrdStatus.Canceled,
        });
        expect(recordsOf(await at.link.history(order)).at(-1)?.ordStatus).toBe(OrdStatus.Canceled);
      }),
  },
  {
    id: 'B-11',
    title:
      'a rejection after the order was accepted shows in the stream and in the book, with a text',
    run: async (at) => {
      await at.venue.behaves('reject', { text: 'RED:Margin Shortfall' });
      await at.streaming(async (told) => {
        const order = await at.placed();
        const { text } = await reaches(told, order, OrdStatus.Rejected);
        expect(text).not.toBeNull();
        expect(await rowOf(at, order)).toMatchObject({ ordStatus: OrdStatus.Rejected, text });
      });
    },
  },
  {
    id: 'B-12',
    title: 'filled quantities agree in the stream, the order, its history and the position',
    run: async (at) => {
      const { order, told } = await filled(at);
      const { symbol, exchange, orderQty: cumQty } = order;
      const done = { ordStatus: OrdStatus.Filled, cumQty };
      expect(told.at(-1)).toMatchObject(done);
      expect(await rowOf(at, order)).toMatchObject(done);
      expect(recordsOf(await at.link.history(order)).at(-1)).toMatchObject(done);
      const positions = recordsOf(await at.link.positions());
      expect(positions).toMatchObject([{ symbol, exchange, product: 'NRML', netQty: cumQty }]);
    },
  },
  {
    id: 'B-13',
    title: 'a fill has one id, in the trades of its order and in those of the day',
    run: async (at) => {
      const { order } = await filled(at);
      const { order: other } = await filled(at);
      const [ofOrder, ofOther, ofDay] = [
        await tradesOf(at, order),
        await tradesOf(at, other),
        await tradesOf(at),
      ];
      expect(new Set(idsOf(ofOrder)).size).toBe(3);
      expect(idsOf(ofDay)).toEqual(idsOf([...ofOrder, ...ofOther]));
      expect(idsOf(await tradesOf(at))).toEqual(idsOf(ofDay));
      const quantity = ofOrder.reduce((sum, { lastQty }) => sum.plus(lastQty), ZERO);
      expect(decimalText(quantity)).toBe(decimalText(order.orderQty));
      for (const trade of ofOrder) expect(ofDay).toContainEqual(trade);
    },
  },
  {
    id: 'B-14',
    title: 'a fill has that id in the stream and in the history, too',
    run: async (at) => {
      const { order, told } = await filled(at);
      const ids = idsOf(await tradesOf(at, order));
      expect(idsOf(tradesIn(told))).toEqual(ids);
      expect(idsOf(tradesIn(recordsOf(await at.link.history(order))))).toEqual(ids);
    },
  },
  {
    id: 'B-15',
    title: 'a fill reported twice is still one fill',
    run: async (at) => {
      await at.venue.behaves('answerTwice', { parts: 2 });
      await at.streaming(async (told) => {
        const order = await at.placed();
        await reaches(told, order, OrdStatus.Filled);
        const ids = idsOf(await tradesOf(at, order));
        expect(ids).toHaveLength(2);
        const streamed = idsOf(tradesIn(told));
        expect(ids).toEqual(expect.arrayContaining(streamed));
      });
    },
  },
  {
    id: 'B-16',
    title: 'the books hold what the stream missed, and the next stream does not report it',
    run: async (at) => {
      await at.venue.behaves('fill', { parts: 2 });
      const never = new AbortController().signal;
      const cut = {
        opened: () => void at.venue.cutStreams(),
        order: () => undefined,
        unreadable: () => undefined,
      };
      await at.link.streamOrders(cut, never);
      const order = await at.placed();
      await at.venue.quiet();
      await at.streaming(async (told) => {
        const cumQty = order.orderQty;
        expect(await rowOf(at, order)).toMatchObject({ ordStatus: OrdStatus.Filled, cumQty });
        expect(await tradesOf(at, order)).toHaveLength(2);
        expect(await tradesOf(at)).toHaveLength(2);
        const next = await at.placed();
        await reaches(told, next, OrdStatus.Filled);
        expect(new Set(told.map(({ brokerOrderId }) => brokerOrderId)).size).toBe(1);
      });
    },
  },
  {
    id: 'B-17',
    title: 'a replace of a closed order is refused with a reason',
    run: async (at) => {
      const { order } = await filled(at);
      for (const request of [at.replace(order), at.cancel(order)]) {
        const sent = await at.send(request);
        expect(sent).toMatchObject({ outcome: 'refused', text: expect.stringMatching(/./) });
      }
    },
  },
  ...[Side.Buy, Side.Sell].map((side): BrokerCase => ({
    id: `B-18.${side}`,
    title: 'a market order is sent as a limit beyond the last price, on a tick',
    run: async (at) => {
      await at.venue.setPrice(at.venueSymbols.share, '1403.35');
      const order = await at.placed(at.share(marketOrder(side)));
      const { price } = (await rowOf(at, order))!;
      const beyond = price!
        .div('1403.35')
        .minus(1)
        .times(side === Side.Buy ? 1 : -1);
      expect(beyond.gt(0) && beyond.lt('0.05')).toBe(true);
      expect(price!.mod(TICK).isZero()).toBe(true);
    },
  })),
  {
    id: 'B-19',
    title: 'a market order is refused if the setting says so, and nothing is sent',
    run: async (at) => {
      await at.relink({ marketOrders: 'refuse' });
      const request = at.placement(at.share(marketOrder(Side.Buy)));
      expect(await at.send(request)).toMatchObject({ outcome: 'refused' });
      expect(await at.venue.requests()).toEqual([]);
    },
  },
  {
    id: 'B-20',
    title: 'quotes, holdings and limits are answered',
    run: async (at) => {
      await at.venue.setPrice(at.venueSymbols.share, '1403.35');
      const { lastPx, tickSize, bids, asks } = await at.link.quote('NSE', 'RELIANCE');
      expect(decimalText(lastPx)).toBe('1403.35');
      expect(tickSize?.gt(0)).toBe(true);
      expect(bids[0].price.lt(asks[0].price)).toBe(true);
      expect((await at.link.holdings()).length).toBeGreaterThan(0);
      const { rows, unreadable } = await at.link.heldShares();
      expect([rows.length > 0, unreadable]).toEqual([true, []]);
      expect(Object.keys(await at.link.limits()).length).toBeGreaterThan(0);
    },
  },
  {
    id: 'B-21',
    title: 'an order that the venue cannot take is refused before it is sent',
    run: async (at) => {
      for (const fields of [{ exchange: 'XYZ' }, { product: 'GOLD' }]) {
        const sent = await at.send(at.placement(at.option(fields)));
        expect(sent).toMatchObject({ outcome: 'refused', text: expect.stringMatching(/./) });
      }
      expect(await at.venue.requests()).toEqual([]);
    },
  },
  {
    id: 'B-22',
    title:
      'an execution is reported at whatever price and time the venue says: zero, absurd, ahead',
    run: async (at) => {
      for (const fillPrice of ['0', '99999']) {
        await at.venue.behaves('fill', { parts: 1, fillPrice, stampAheadMs: AHEAD_MS });
        const order = await at.placed();
        await at.venue.quiet();
        const trades = recordsOf(await at.link.trades(order));
        expect(trades).toMatchObject([{ lastPx: decimal(fillPrice), lastQty: order.orderQty }]);
        expect(trades[0].transactTime!.getTime()).toBeGreaterThan(Date.now() + AHEAD_MS / 2);
        const rows = recordsOf(await at.link.orders());
        const row = rows.find(({ brokerOrderId }) => brokerOrderId === order.brokerOrderId);
        expect(row).toMatchObject({ ordStatus: OrdStatus.Filled, cumQty: order.orderQty });
      }
    },
  },
];
