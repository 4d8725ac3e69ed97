import { type Field, type FixMessage, type FixVersion, utcTimestamp } from '@ome/fix';
import type { FixClient } from '../client/fix-client';
import { fieldsWith } from '../testing/fields';
import { FixRig } from '../testing/fix-rig';

let rig: FixRig;
beforeAll(async () => {
  rig = await FixRig.start();
});
afterEach(() => rig.leave());
afterAll(() => rig.stop());

/** An order of a list; 11 begins each. */
const order = (clOrdId: string, ...others: Field[]): Field[] =>
  fieldsWith(
    [
      [11, clOrdId],
      [67, clOrdId.at(-1)],
      [1, '42'],
      [21, 1],
      [55, 'ACC'],
      [54, 1],
      [38, 10],
      [40, 2],
      [44, '1850'],
    ],
    ...others,
  );

const list = (listId: string, orders: Field[][], ...others: Field[]): Field[] => [
  ...fieldsWith(
    [
      [66, listId],
      [394, 3],
      [68, orders.length],
    ],
    ...others,
  ),
  [73, orders.length],
  ...orders.flat(),
];

const statusOf = (desk: FixClient, listId: string): Promise<FixMessage> =>
  rig.heard(desk, (message) => message.type === 'N' && message.get(66) === listId);

const reportOf = (desk: FixClient, clOrdId: string, execType: string): Promise<FixMessage> =>
  rig.heard(desk, (message) => message.get(11) === clOrdId && message.get(150) === execType);

const values = (message: FixMessage, ...tags: number[]) => tags.map((tag) => message.get(tag));

describe.each<[string, FixVersion]>([
  ['DESK42', 'FIX.4.2'],
  ['DESK44', 'FIX.4.4'],
  ['DESK50', 'FIX.5.0SP2'],
])('%s', (name, version) => {
  test('enters a list, whose orders are reported like others', async () => {
    const desk = await rig.logOn(name, version);
    const [listId, one, two] = ['list', 'L1', 'L2'].map((id) => `${name}-${id}`);
    desk.send('E', list(listId, [order(one), order(two, [54, 2])]));
    const status = await statusOf(desk, listId);
    expect(values(status, 431, 68, 73, 39, 151)).toEqual(['2', '2', '2', 'A', '10']);
    await rig.advance('42', listId);
    await reportOf(desk, one, 'A');
    await reportOf(desk, two, 'A');
  });

  test('is told why a list is refused, for each of its orders', async () => {
    const desk = await rig.logOn(name, version);
    const [listId, one, two] = ['bad', 'R1', 'R2'].map((id) => `${name}-${id}`);
    desk.send('E', list(listId, [order(one), order(two, [44, null])]));
    const text = `Order ${two}: Price (44) is required for LIMIT orders`;
    expect(values(await statusOf(desk, listId), 431, 444, 39)).toEqual(['7', text, '8']);
    for (const clOrdId of [one, two]) {
      expect(values(await reportOf(desk, clOrdId, '8'), 58, 66)).toEqual([text, listId]);
    }
  });
});

describe('a list', () => {
  const deskWith = () => rig.logOn('DESK44', 'FIX.4.4');

  test.each<[string, string, Field[]]>([
    ['in parts', 'TotNoOrders (68)', list('', [order('P1')], [68, 2])],
    ['that waits', 'ListExecInstType (433)', list('', [order('P1')], [433, 2])],
    ['of two accounts', 'Account (1)', list('', [order('P1'), order('P2', [1, '43'])])],
    ['of one ClOrdID', 'ClOrdID (11)', list('', [order('P1'), order('P1')])],
    ['until a day', 'TimeInForce (59)', list('', [order('P1', [59, 6], [432, '20990101'])])],
    ['for an unknown link', 'ExDestination (100)', list('', [order('P1', [100, 'nowhere'])])],
  ])('%s is refused', async (_what, field, fields) => {
    const desk = await deskWith();
    desk.send('E', fieldsWithId(fields, field.replaceAll(' ', '')));
    const status = await statusOf(desk, field.replaceAll(' ', ''));
    expect(status.get(444)).toContain(field);
  });

  test('that came before is not entered again', async () => {
    const desk = await deskWith();
    const sent = list('twice', [order('T1'), order('T2')]);
    desk.send('E', sent);
    expect(values(await statusOf(desk, 'twice'), 431)).toEqual(['2']);
    desk.send('E', sent);
    expect(values(await reportOf(desk, 'T2', '8'), 103)).toEqual(['6']);
  });

  test('with the ClOrdID of another order is refused as a whole', async () => {
    const desk = await deskWith();
    desk.send('D', [...order('S1').filter(([tag]) => tag !== 67), [60, utcTimestamp(new Date())]]);
    await reportOf(desk, 'S1', 'A');
    desk.send('E', list('same', [order('S1'), order('S2')]));
    expect(values(await statusOf(desk, 'same'), 431)).toEqual(['7']);
    expect(values(await reportOf(desk, 'S2', '8'), 103)).toEqual(['6']);
  });
});

const fieldsWithId = (fields: readonly Field[], listId: string): Field[] =>
  fields.map((field) => (field[0] === 66 ? [66, listId] : field));
