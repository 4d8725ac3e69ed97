import { InstrumentMaster } from '@ome/engine';
import { type Field, utcTimestamp } from '@ome/fix';
import type { FixClient } from '../client/fix-client';
import { newOrderSingle } from '../testing/fields';
import { FixRig } from '../testing/fix-rig';
import { SENSEX, SENSEX_LISTING } from '../../../api/src/testing/sensex';

let rig: FixRig;
let desk: FixClient;

beforeAll(async () => {
  rig = await FixRig.start();
  await rig.app.get(InstrumentMaster, { strict: false }).write(SENSEX_LISTING);
  desk = await rig.logOn('DESK44', 'FIX.4.4');
});
afterAll(() => rig.stop());

const answerTo = (clOrdId: string) => rig.heard(desk, (message) => message.get(11) === clOrdId);

const enter = async (clOrdId: string, ...fields: Field[]): Promise<string> => {
  desk.send('D', newOrderSingle(clOrdId, ...fields));
  const taken = await answerTo(clOrdId);
  expect(taken.get(150)).toBe('A');
  return taken.get(37)!;
};

describe.each([
  ['NSE', 'INFY-EQ', 'INFY'],
  ['NSE', 'infy', 'INFY'],
  ['MCX', 'CRUDEOIL19JAN35F', 'CRUDEOIL19JAN35'],
  ['BFO', SENSEX.given, SENSEX.symbol],
])('%s %s is %s', (exchange, given, symbol) => {
  test.each([
    [given, symbol],
    [symbol, given],
  ])('entered as %s, canceled as %s', async (entered, other) => {
    const clOrdId = `${entered}-${given}`;
    const named = (name: string): Field[] => [
      [55, name],
      [207, exchange],
    ];
    const orderId = await enter(clOrdId, ...named(entered));
    const order = await rig.store.collection('orders').findOne({ _id: orderId } as object);
    expect(order).toMatchObject({ symbol, exchange });

    desk.send('AF', [
      [584, clOrdId],
      [585, 1],
      [55, other],
    ]);
    const shown = await rig.heard(desk, (message) => message.get(584) === clOrdId);
    expect(shown.get(37)).toBe(orderId);

    const cancel: Field[] = [
      [41, clOrdId],
      [11, `${clOrdId}-2`],
      [54, 1],
      [60, utcTimestamp(new Date())],
    ];
    desk.send('F', [...cancel, ...named(other)]);
    const canceled = await answerTo(`${clOrdId}-2`);
    expect([35, 39, 37].map((tag) => canceled.get(tag))).toEqual(['8', '4', orderId]);
  });
});

test.each<[string, Field, string]>([
  [
    'an ExpireDate is the whole of that day of the market',
    [432, '20991120'],
    '2099-11-20T18:29:59.999Z',
  ],
  ['an ExpireTime is in UTC', [126, '20991120-09:30:00'], '2099-11-20T09:30:00.000Z'],
])('%s', async (name, field, end) => {
  const orderId = await enter(name.slice(0, 20).replaceAll(' ', '-'), [59, 6], field);
  const order = await rig.store.collection('orders').findOne({ _id: orderId } as object);
  expect(order!.expireAt).toEqual(new Date(end));
});
