import { type BrokerOrder, decimal, OrdStatus, OrdType, Side, TimeInForce } from '@ome/domain';
import { recordsOf } from '@ome/engine';
import { eventually } from '../../../../../apps/simulator/src/testing/harness';
import type { ConformanceCase } from './describe-link';
import type { BrokerHarness } from './link-harness';

type TerminalCase = ConformanceCase<BrokerHarness>;

const rowsOf = async (at: BrokerHarness): Promise<BrokerOrder[]> =>
  recordsOf(await at.link.orders());

const rowOf = async (at: BrokerHarness, brokerOrderId: string | null) =>
  (await rowsOf(at)).find((row) => row.brokerOrderId === brokerOrderId);

/** `product netQty` of each position. */
const nets = async (at: BrokerHarness): Promise<string[]> => {
  const positions = recordsOf(await at.link.positions());
  return positions.map(({ product, netQty }) => `${product} ${netQty.toFixed()}`).sort();
};

const last = (told: BrokerOrder[], brokerOrderId: string | null) =>
  told.findLast((row) => row.brokerOrderId === brokerOrderId);

/** What others do in the broker's own app, or its risk desk, as our session sees it. */
export const TERMINAL_CASES: readonly TerminalCase[] = [
  {
    id: 'T-01',
    title: "another user's order stands in the book with all that it takes to adopt it",
    run: (at) =>
      at.streaming(async (told) => {
        const { brokerOrderId } = await at.placedElsewhere(at.share({ side: Side.Buy }), 'rest');
        await eventually(() => expect(last(told, brokerOrderId)).toMatchObject({ tag: null }));
        expect(await rowOf(at, brokerOrderId)).toMatchObject({
          tag: null,
          symbol: 'RELIANCE',
          exchange: 'NSE',
          side: Side.Buy,
          product: 'CNC',
          ordType: OrdType.Limit,
          timeInForce: TimeInForce.Day,
          ordStatus: OrdStatus.New,
          orderQty: decimal(10),
          price: decimal('1400.1'),
        });
      }),
  },
  {
    id: 'T-02',
    title: 'its fills are reported like those of our own orders',
    run: (at) =>
      at.streaming(async (told) => {
        const order = await at.placedElsewhere(at.option(), 'fill');
        const { brokerOrderId, orderQty: cumQty } = order;
        const filled = { ordStatus: OrdStatus.Filled, cumQty };
        await eventually(() => expect(last(told, brokerOrderId)).toMatchObject(filled));
        expect(await rowOf(at, brokerOrderId)).toMatchObject({ ...filled, product: 'NRML' });
        const trades = recordsOf(await at.link.trades(order));
        const quantity = trades.reduce((sum, { lastQty }) => sum.plus(lastQty), decimal(0));
        expect(quantity.toFixed()).toBe(cumQty.toFixed());
        expect(await nets(at)).toEqual([`NRML ${cumQty.toFixed()}`]);
      }),
  },
  {
    id: 'T-03',
    title: 'it is changed and cancelled by its number, without a tag of ours',
    run: async (at) => {
      const order = await at.placedElsewhere(at.option(), 'rest');
      expect(await at.send(at.replace(order))).toMatchObject({ outcome: 'accepted' });
      const replaced = { orderQty: order.orderQty.times(2), price: decimal(102) };
      expect(await rowOf(at, order.brokerOrderId)).toMatchObject(replaced);
      expect(await at.send(at.cancel(order))).toMatchObject({ outcome: 'accepted' });
      const ended = { ordStatus: OrdStatus.Canceled };
      expect(await rowOf(at, order.brokerOrderId)).toMatchObject(ended);
    },
  },
  {
    id: 'T-04',
    title: 'a change of our order by others shows in the stream and in the book',
    run: (at) =>
      at.streaming(async (told) => {
        const order = await at.resting();
        const terms = { orderQty: decimal(40), price: decimal('99.5') };
        await at.changedElsewhere(order, terms);
        const shown = { ...terms, ordStatus: OrdStatus.New };
        await eventually(() => expect(last(told, order.brokerOrderId)).toMatchObject(shown));
        expect(await rowOf(at, order.brokerOrderId)).toMatchObject(shown);
      }),
  },
  {
    id: 'T-08',
    title: 'a limit order that others made a stop order shows its type and trigger in the book',
    run: async (at) => {
      const order = await at.resting();
      const terms = { orderQty: decimal(40), price: decimal('99.5'), stopPrice: decimal(99) };
      await at.changedElsewhere(order, terms);
      await eventually(async () =>
        expect(await rowOf(at, order.brokerOrderId)).toMatchObject({
          ...terms,
          ordType: OrdType.StopLimit,
        }),
      );
    },
  },
  {
    id: 'T-05',
    title: 'a cancel of our order by others shows in the stream and in the book',
    run: (at) =>
      at.streaming(async (told) => {
        const order = await at.resting();
        await at.canceledElsewhere(order);
        const ended = { ordStatus: OrdStatus.Canceled };
        await eventually(() => expect(last(told, order.brokerOrderId)).toMatchObject(ended));
        expect(await rowOf(at, order.brokerOrderId)).toMatchObject(ended);
      }),
  },
  {
    id: 'T-06',
    title: 'a square-off by the risk desk ends resting orders, and closes positions by an order',
    run: async (at) => {
      const held = await at.placed();
      await at.venue.quiet();
      const resting = await at.resting();
      await at.venue.squareOff(at.link.session);
      await at.venue.quiet();
      expect(await nets(at)).toEqual(['NRML 0']);
      const ended = { ordStatus: OrdStatus.Canceled };
      expect(await rowOf(at, resting.brokerOrderId)).toMatchObject(ended);
      const known = [held.brokerOrderId, resting.brokerOrderId];
      const others = (await rowsOf(at)).filter((row) => !known.includes(row.brokerOrderId));
      const { orderQty } = held;
      expect(others).toMatchObject([{ tag: null, side: Side.Sell, orderQty, product: 'NRML' }]);
    },
  },
  {
    id: 'T-07',
    title: 'a conversion by others moves the position from one product to the other',
    run: async (at) => {
      const order = await at.placed(at.share({ side: Side.Buy, orderQty: decimal(10) }));
      await at.venue.quiet();
      await at.convertedElsewhere({ ...order, orderQty: decimal(4) });
      expect(await nets(at)).toEqual(['CNC 6', `${at.otherProduct} 4`].sort());
    },
  },
];
