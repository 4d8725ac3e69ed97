import { decimalText, type Order } from '@ome/domain';
import { eventually } from '../../../../../apps/simulator/src/testing/harness';
import type { ConformanceCase } from './describe-link';
import type { FixHarness } from './fix-harness';

type FixTerminalCase = ConformanceCase<FixHarness>;

/** Of an order that we never sent: the venue has no ClOrdID for it. */
const ELSEWHERE = { ClOrdID: null, OrderID: 'ELSEWHERE' };
const isFill = ({ ExecType }: Readonly<Record<string, string>>): boolean =>
  ['F', '1', '2'].includes(ExecType);

/** Everything that the link passed on after this. */
async function hears(at: FixHarness, reports: readonly object[]): Promise<void> {
  await eventually(() => expect(at.reports.slice(-reports.length)).toMatchObject(reports));
}

/** What the venue reports by itself, to the session that entered the last order. */
async function tells(at: FixHarness, report: object): Promise<void> {
  const { orderId } = (await at.venue.orders()).at(-1)!;
  await at.venue.reports(orderId, report);
}

const namesOf = (order: Order) => ({
  Account: order.account,
  Symbol: order.symbol,
  Exchange: order.exchange,
});

/**
 * What others do at a venue, as a session over FIX hears of it: in reports that nobody requested. The
 * ids are those of the acts at brokers' terminals.
 */
export const FIX_TERMINAL_CASES: readonly FixTerminalCase[] = [
  {
    id: 'T-01',
    title: "another user's order is reported with all that it takes to adopt it",
    run: async (at) => {
      const order = await at.resting();
      const terms = { Side: '2', OrderQty: '40', Price: '99.5' };
      const state = { ExecType: '0', OrdStatus: '0', CumQty: '0', LeavesQty: '40', AvgPx: '0' };
      await tells(at, { ...ELSEWHERE, ...terms, ...state });
      await hears(at, [{ OrderID: 'ELSEWHERE', ...namesOf(order), ...terms, ExecType: '0' }]);
      expect(at.reports.at(-1)).not.toHaveProperty('ClOrdID');
    },
  },
  {
    id: 'T-02',
    title: 'its fills are reported like those of our own orders',
    run: async (at) => {
      await at.resting();
      const fill = { ExecID: 'E1', LastQty: '5', LastPx: '101.5' };
      const terms = { OrderQty: '40', CumQty: '5', LeavesQty: '35', AvgPx: '101.5' };
      const state = { ExecType: 'F', OrdStatus: '1' };
      await tells(at, { ...ELSEWHERE, ...state, ...terms, ...fill });
      await hears(at, [{ OrderID: 'ELSEWHERE', ...fill }]);
      expect(isFill(at.reports.at(-1)!)).toBe(true);
    },
  },
  {
    id: 'T-04',
    title: 'a change of our order by others is reported with its terms',
    run: async (at) => {
      const order = await at.resting();
      const terms = { OrderQty: '40', Price: '99.5', LeavesQty: '40' };
      await tells(at, { ExecType: '5', ...terms });
      await hears(at, [{ ClOrdID: order.orderId, ExecType: '5', OrderQty: '40', Price: '99.5' }]);
    },
  },
  {
    id: 'T-08',
    title: 'a limit order that others made a stop order is reported with its type and trigger',
    run: async (at) => {
      const order = await at.resting();
      const terms = { OrdType: '4', StopPx: '99', Price: '99.5' };
      await tells(at, { ExecType: '5', ...terms });
      await hears(at, [{ ClOrdID: order.orderId, ExecType: '5', ...terms }]);
    },
  },
  {
    id: 'T-05',
    title: 'a cancel of our order by others is reported',
    run: async (at) => {
      const order = await at.resting();
      await tells(at, { ExecType: '4', OrdStatus: '4', LeavesQty: '0' });
      await hears(at, [{ ClOrdID: order.orderId, ExecType: '4', OrdStatus: '4' }]);
    },
  },
  {
    id: 'T-06',
    title: 'a square-off ends resting orders, and closes positions by an order of its own',
    run: async (at) => {
      await at.venue.behaves('fill', { parts: 1 });
      const held = await at.placed();
      await at.venue.quiet();
      const resting = await at.resting();
      await tells(at, { ExecType: '4', OrdStatus: '4', LeavesQty: '0' });
      const quantity = decimalText(held.orderQty);
      const terms = { Side: '2', OrderQty: quantity, CumQty: quantity, LeavesQty: '0' };
      const fill = { ExecID: 'E1', LastQty: quantity, LastPx: '101.5', AvgPx: '101.5' };
      const state = { ExecType: 'F', OrdStatus: '2' };
      await tells(at, { ...ELSEWHERE, ...terms, ...state, ...fill });
      await hears(at, [
        { ClOrdID: resting.orderId, ExecType: '4' },
        { OrderID: 'ELSEWHERE', Side: '2', LastQty: quantity, LastPx: '101.5' },
      ]);
    },
  },
];
