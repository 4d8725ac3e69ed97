import type { AwaitingOrder } from '@ome/contracts';
import { Clock, ExpireApprovals, HeldOrders, OrderWriter } from '@ome/engine';
import type { Field, FixVersion } from '@ome/fix';
import { TestApi } from '../../../api/src/testing/test-api';
import type { FixClient } from '../client/fix-client';
import { fieldsWith } from '../testing/fields';
import { FixRig } from '../testing/fix-rig';

let rig: FixRig;
/** Where the second person decides: another process on the same store. */
let api: TestApi;

beforeAll(async () => {
  rig = await FixRig.start();
  api = await TestApi.start({}, rig.store);
  const rules = { account: '42', aboveQuantity: '10' };
  expect(await api.put('/approvals/rules', rules)).toMatchObject({ status: 200 });
});
afterEach(async () => {
  jest.restoreAllMocks();
  await rig.leave();
});
afterAll(async () => {
  await api.stop();
  await rig.stop();
});

const order = (clOrdId: string, quantity: number): Field[] => [
  [11, clOrdId],
  [1, '42'],
  [21, 1],
  [55, 'ACC'],
  [54, 1],
  [38, quantity],
  [40, 2],
  [44, '1850'],
  [60, '20261127-09:30:00'],
];

const replaceOf = (orig: string, clOrdId: string, quantity: number): Field[] =>
  fieldsWith(order(clOrdId, quantity), [41, orig]);

/** ExecType, OrdStatus, CumQty and text of everything heard of a ClOrdID. */
const heard = (desk: FixClient, clOrdId: string): string[] =>
  desk.received
    .filter((message) => '89'.includes(message.type) && message.get(11) === clOrdId)
    .map((message) =>
      [message.type, ...[150, 39, 58].map((tag) => message.get(tag))].join(' ').trim(),
    );

/** The id of the order, once a report of this kind came. */
async function reported(desk: FixClient, clOrdId: string, execType: string): Promise<string> {
  const report = await rig.heard(
    desk,
    (message) => message.get(11) === clOrdId && message.get(150) === execType,
  );
  return report.get(37)!;
}

/** An order that waits. */
async function held(desk: FixClient, clOrdId: string): Promise<string> {
  desk.send('D', order(clOrdId, 11));
  return reported(desk, clOrdId, 'A');
}

const decide = async (id: string, how: 'approve' | 'reject') =>
  expect(await api.post(`/approvals/${id}/${how}`, { reason: 'Too much' })).toMatchObject({
    status: 200,
  });

async function expireAll(): Promise<void> {
  const clock = api.app.get(Clock);
  const { items } = (await api.get('/approvals')).body as { items: AwaitingOrder[] };
  const last = Math.max(...items.map(({ approval }) => Date.parse(approval.expiresAt)));
  jest.spyOn(clock, 'now').mockReturnValue(new Date(last));
  await new ExpireApprovals(api.app.get(HeldOrders), api.app.get(OrderWriter), clock).run();
}

describe.each<[string, FixVersion]>([
  ['DESK42', 'FIX.4.2'],
  ['DESK44', 'FIX.4.4'],
  ['DESK50', 'FIX.5.0SP2'],
])('an order of %s that a rule holds', (name, version) => {
  const id = (what: string) => `${name}-${what}`;

  test('is pending, and new once it is approved and the venue has it', async () => {
    const desk = await rig.logOn(name, version);
    const orderId = await held(desk, id('approved'));
    await decide(orderId, 'approve');
    await rig.send(orderId);
    await rig.report(orderId, { execId: 'e-1' });
    await reported(desk, id('approved'), '0');
    expect(heard(desk, id('approved'))).toEqual(['8 A A', '8 0 0']);
  });

  test('is rejected with the reason of who does not approve it', async () => {
    const desk = await rig.logOn(name, version);
    await decide(await held(desk, id('refused')), 'reject');
    await reported(desk, id('refused'), '8');
    expect(heard(desk, id('refused'))).toEqual(['8 A A', '8 8 8 Not approved: Too much']);
  });

  test('expires when nobody approves it', async () => {
    const desk = await rig.logOn(name, version);
    await held(desk, id('late'));
    await expireAll();
    await reported(desk, id('late'), 'C');
    expect(heard(desk, id('late'))).toEqual(['8 A A', '8 C C Not approved in time']);
  });

  test('is not changed meanwhile, and canceled at once', async () => {
    const desk = await rig.logOn(name, version);
    await held(desk, id('own'));
    desk.send('G', replaceOf(id('own'), id('more'), 12));
    await rig.heard(desk, (message) => message.type === '9' && message.get(11) === id('more'));
    expect(heard(desk, id('more'))).toEqual([
      expect.stringMatching(/^9 {2}A .*waits for approval/),
    ]);
    const cancel: Field[] = [...order(id('no'), 11), [41, id('own')]];
    desk.send('F', fieldsWith(cancel, [21, null], [40, null], [44, null]));
    await reported(desk, id('no'), '4');
    expect(heard(desk, id('no'))).toEqual(['8 4 4']);
  });

  test('trades on as it was while a bigger one waits, and if that is refused', async () => {
    const desk = await rig.logOn(name, version);
    desk.send('D', order(id('small'), 10));
    const orderId = await reported(desk, id('small'), 'A');
    await rig.send(orderId);
    await rig.report(orderId, { execId: 'e-2' });
    await reported(desk, id('small'), '0');
    desk.send('G', replaceOf(id('small'), id('bigger'), 20));
    await reported(desk, id('bigger'), 'E');
    const waiting = (await api.get(`/orders/${orderId}`)).body.approval.id;
    await decide(waiting, 'reject');
    const rejected = await rig.heard(
      desk,
      (message) => message.type === '9' && message.get(11) === id('bigger'),
    );
    expect([41, 434, 39].map((tag) => rejected.get(tag))).toEqual([id('small'), '2', '0']);
  });
});
