import { eventually, Harness } from '../testing/harness';

let sim: Harness;
beforeEach(async () => {
  sim = await Harness.start();
});
afterEach(() => sim.stop());

const execTypes = (clOrdId: string): unknown[] =>
  sim.engine.reportsOf(clOrdId).map((report) => report.ExecType);

it('sends again, in order, once an engine that was down is back', async () => {
  await sim.engine.stop();
  await sim.call('PUT', '/control', { behaviour: 'fill', parts: 2 });
  await sim.newOrder('s1');
  await eventually(async () => {
    const { executions } = await sim.ledgerOrder('s1');
    expect(executions).toHaveLength(3);
    expect(executions[0].attempts).toBeGreaterThan(1);
    expect(executions[0].acknowledgedByEngine).toBe(false);
    expect(executions[1].attempts).toBe(0);
  });
  await sim.engine.start(Number(sim.engineUrl.port));
  await sim.quiet();
  expect(execTypes('s1')).toEqual(['0', 'F', 'F']);
  const { executions } = await sim.ledgerOrder('s1');
  expect(executions.every((execution) => execution.acknowledgedByEngine)).toBe(true);
});

it.each([500, 503, 429])('sends again after a %i', async (status) => {
  let failures = 2;
  sim.engine.answer = () => {
    failures -= 1;
    return failures >= 0 ? { status, body: {} } : { status: 200, body: { success: true } };
  };
  await sim.call('PUT', '/control', { behaviour: 'rest' });
  await sim.newOrder('s2');
  await sim.quiet();
  expect(execTypes('s2')).toEqual(['0', '0', '0']);
  const { executions } = await sim.ledgerOrder('s2');
  expect(executions).toEqual([
    expect.objectContaining({ attempts: 3, acknowledgedByEngine: true }),
  ]);
});

it('records a refusal and does not send again', async () => {
  const body = { success: false, comment: 'Order does not exist' };
  sim.engine.answer = () => ({ status: 200, body });
  await sim.call('PUT', '/control', { behaviour: 'rest' });
  await sim.newOrder('s3');
  expect(await sim.quiet()).toMatchObject({ reportsSent: 1, reportsRefused: 1 });
  const { executions } = await sim.ledgerOrder('s3');
  expect(executions).toEqual([
    expect.objectContaining({
      attempts: 1,
      acknowledgedByEngine: false,
      refusal: 'Order does not exist',
    }),
  ]);
});

it('lets other orders overtake one whose reports are not accepted', async () => {
  sim.engine.answer = (report) =>
    report.ClOrdID === 'stuck'
      ? { status: 500, body: {} }
      : { status: 200, body: { success: true } };
  await sim.newOrder('stuck');
  const others = Array.from({ length: 100 }, (_, index) => `free${index}`);
  await Promise.all(others.map((orderId) => sim.newOrder(orderId)));
  await eventually(async () => {
    for (const orderId of others) {
      expect(await sim.ledgerOrder(orderId)).toMatchObject({ ordStatus: '2' });
    }
    const { reportsSent, reportsUnanswered } = await sim.summary();
    expect(reportsSent - reportsUnanswered).toBeGreaterThanOrEqual(200);
  });
  expect(new Set(execTypes('stuck'))).toEqual(new Set(['0']));
});

it('forgets unsent reports when the ledger is reset', async () => {
  sim.engine.answer = () => ({ status: 500, body: {} });
  await sim.newOrder('s4');
  await eventually(() => expect(execTypes('s4').length).toBeGreaterThan(0));
  const { json } = await sim.call('DELETE', '/ledger');
  expect(json).toMatchObject({ requests: 0, orders: 0, fills: 0, reportsUnanswered: 0 });
  const attempts = sim.engine.reports.length;
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(sim.engine.reports.length).toBeLessThanOrEqual(attempts + 1);
});
