import { decimal } from '@ome/domain';
import { type Field, type FixMessage, type FixVersion } from '@ome/fix';
import type { FixClient } from '../client/fix-client';
import { newOrderSingle } from '../testing/fields';
import { FixRig } from '../testing/fix-rig';

let rig: FixRig;
beforeAll(async () => {
  rig = await FixRig.start();
});
afterEach(() => rig.leave());
afterAll(() => rig.stop());

async function enter(desk: FixClient, clOrdId: string, ...others: Field[]): Promise<string> {
  desk.send('D', newOrderSingle(clOrdId, ...others));
  const taken = await rig.heard(desk, (message) => message.get(11) === clOrdId);
  expect(taken.get(150)).toBe('A');
  return taken.get(37)!;
}

/** The answers to an OrderMassStatusRequest, up to the last. */
async function asked(desk: FixClient, id: string, ...fields: Field[]): Promise<FixMessage[]> {
  desk.send('AF', [[584, id], ...fields]);
  const isOf = (message: FixMessage) => message.get(584) === id;
  await rig.heard(desk, (message) => isOf(message) && message.get(912) === 'Y');
  return desk.received.filter(isOf);
}

const shown = (reports: readonly FixMessage[]) =>
  reports
    .map((report) => [11, 150, 39, 14, 151, 911].map((tag) => report.get(tag)).join(' '))
    .sort();

test.each<[string, FixVersion]>([
  ['DESK44', 'FIX.4.4'],
  ['DESK50', 'FIX.5.0SP2'],
])('%s is told of each open order that it entered', async (name, version) => {
  const desk = await rig.logOn(name, version);
  const other = await rig.logOn('DESK42', 'FIX.4.2');
  const [a, b, c] = ['A', 'B', 'C'].map((id) => `${name}-${id}`);
  const filled = await enter(desk, a);
  const changed = await enter(desk, b, [54, 2]);
  await enter(desk, c, [55, 'ITC']);
  await enter(other, `${name}-other`, [21, 1]);
  await rig.send(filled);
  await rig.report(filled, { kind: 'New' });
  const fill = { execId: `${name}-1`, lastQty: decimal('10'), lastPx: decimal('1850') };
  await rig.report(filled, { kind: 'Trade', ...fill });
  await rig.send(changed);
  await rig.report(changed, { kind: 'New' });
  const part = { execId: `${name}-2`, lastQty: decimal('4'), lastPx: decimal('1850') };
  await rig.report(changed, { kind: 'Trade', ...part });

  const reports = await asked(desk, `${name}-all`, [585, 7]);
  expect(shown(reports)).toEqual([`${b} I 1 4 6 2`, `${c} I A 0 10 2`]);
  expect(reports.map((report) => report.get(912))).toEqual(['N', 'Y']);
  expect(shown(await asked(desk, `${name}-itc`, [585, 1], [55, 'ITC']))).toEqual([
    `${c} I A 0 10 1`,
  ]);
  expect(shown(await asked(desk, `${name}-sells`, [585, 7], [54, 2]))).toEqual([`${b} I 1 4 6 1`]);
  const [none] = await asked(desk, `${name}-none`, [585, 7], [1, '43']);
  expect([911, 39, 58].map((tag) => none.get(tag))).toEqual(['0', '8', 'No order is open']);
});

test('other kinds of requests are refused', async () => {
  const desk = await rig.logOn('DESK44', 'FIX.4.4');
  desk.send('AF', [
    [584, 'party'],
    [585, 8],
  ]);
  const answer = await rig.heard(desk, ({ type }) => type === 'j');
  expect(answer.get(58)).toBe('MassStatusReqType (585) must be 1 or 7');
});
