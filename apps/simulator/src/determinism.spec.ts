import { Harness } from './testing/harness';

const ORDERS = Array.from({ length: 40 }, (_, index) => `order-${index}`);

/** What happened to each order, without ids and times. */
async function run(seed: number, orderIds: readonly string[]): Promise<Record<string, unknown>> {
  const sim = await Harness.start(seed);
  try {
    await sim.call('PUT', '/control', { behaviour: 'refuse', probability: 0.3 });
    await sim.call('PUT', '/control/symbols/SHUFFLED', { behaviour: 'reorder' });
    await Promise.all(
      orderIds.map((orderId, index) =>
        sim.newOrder(orderId, {
          total_qty: 100,
          product_id: Number(orderId.split('-')[1]) % 4 === 0 ? 'SHUFFLED' : 'TCS',
          price_instruction: 'MARKET',
          order_stamp: String(index),
        }),
      ),
    );
    await sim.quiet();
    return Object.fromEntries(
      [...orderIds]
        .sort()
        .map((orderId) => [
          orderId,
          sim.engine
            .reportsOf(orderId)
            .map(({ ExecType, LastQty, LastPx, CumQty }) => [ExecType, LastQty, LastPx, CumQty]),
        ]),
    );
  } finally {
    await sim.stop();
  }
}

it('does the same to each order from the same seed, however the orders interleave', async () => {
  const first = await run(7, ORDERS);
  expect(await run(7, [...ORDERS].reverse())).toEqual(first);
  expect(await run(8, ORDERS)).not.toEqual(first);
  const refused = Object.values(first).filter((reports) => (reports as unknown[]).length === 0);
  expect(refused.length).toBeGreaterThan(2);
  expect(refused.length).toBeLessThan(25);
});
