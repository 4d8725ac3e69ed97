import { eventually } from '../../../simulator/src/testing/harness';
import { BrokerDesk } from '../testing/broker-desk';

const DAY_MS = 86_400_000;
const WEEKDAYS = [1, 2, 3, 4, 5];

let desk: BrokerDesk;

beforeAll(async () => {
  desk = await BrokerDesk.start({}, WEEKDAYS);
});
afterAll(() => desk.stop());

/** A day after the next Saturday, at a time of India; 0 is the Sunday. */
const SUNDAY = (() => {
  const today = new Date(Date.now() + 5.5 * 3_600_000);
  return new Date(today.getTime() + (7 - today.getUTCDay()) * DAY_MS).toISOString().slice(0, 10);
})();
const at = (day: number, time: string): Date =>
  new Date(Date.parse(`${SUNDAY}T${time}:00+05:30`) + day * DAY_MS);

const entered = async (symbol: string, more: object = {}): Promise<string> => {
  const fields = { account: '42', link: 'rest', symbol, price: '1500', quantity: 10 };
  const { orderId } = await desk.api.place({ ...fields, ...more });
  await eventually(async () => {
    const { json } = await desk.sim.call('GET', `/ledger?kind=order&orderId=${orderId}`);
    expect(json.items).toHaveLength(1);
  });
  return orderId;
};

/** Until the engine has ended what was to end by then, as one good till that time shows. */
const endsRan = async (until: Date): Promise<void> => {
  const order = { account: '42', link: 'rest', symbol: 'TCS', price: '1500', quantity: 10 };
  const expireAt = new Date(until.getTime() - 3_600_000).toISOString();
  const { orderId } = await desk.api.place({ ...order, timeInForce: 'GTD', expireAt });
  desk.itIs(until);
  await eventually(async () => expect(await desk.statusOf(orderId)).toBe('Expired'));
};

test.each([
  ['on a Sunday', at(0, '10:00'), at(0, '23:00'), at(1, '15:32')],
  ['in the evening', at(1, '20:00'), at(1, '23:30'), at(2, '15:32')],
])('an order entered %s is of the next session, and ends with it', async (...row) => {
  const [, enteredAt, sameDay, close] = row;
  desk.itIs(enteredAt);
  const orderId = await entered('INFY');
  await endsRan(sameDay);
  expect(await desk.statusOf(orderId)).not.toBe('Expired');

  desk.itIs(close);
  await eventually(async () => expect(await desk.statusOf(orderId)).toBe('Expired'));
  const day = close.toISOString().slice(0, 10);
  expect((await desk.api.order(orderId)).reason).toBe(`The session of NSE on ${day} is over`);
});
