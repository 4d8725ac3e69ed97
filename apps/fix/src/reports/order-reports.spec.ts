import {
  type Alert,
  type CancelRequested,
  decimal,
  ORDER_DEFAULTS,
  type OrderEvent,
  type OrderFact,
  type ReplaceRequested,
  type ReportFields,
} from '@ome/domain';
import { type Field, FIX_VERSIONS, type FixVersion } from '@ome/fix';
import { aNewOrder, clock, ORDER_ID } from '../../../../libs/domain/test/builders';
import { reportsOf } from './order-reports';
import { nextReported, type ReportedOrder } from './reported-order';

const DESK = 'fix:DESK44';
const REPORT = {
  source: 'link' as const,
  clOrdId: null,
  execId: null,
  brokerOrderId: 'V1',
  text: null,
  transactTime: null,
  alerts: [] as Alert[],
} satisfies ReportFields;

/** Plays a journal, and gives what the last event says: the tags that are asked for. */
function said(
  version: FixVersion,
  facts: readonly [OrderFact, by?: string | null][],
  tags: number[],
) {
  let reported: ReportedOrder | null = null;
  let messages: string[] = [];
  facts.forEach(([fact, by = DESK], index) => {
    const envelope = { orderId: ORDER_ID, seq: index + 1, at: clock(index), by, requestId: null };
    const event: OrderEvent = { ...fact, ...envelope };
    const before = reported;
    reported = nextReported(before, event);
    messages = reportsOf(version, event, before, reported).map(({ type, body }) => {
      const fields = new Map(body as readonly Field[]);
      return [type, ...tags.map((tag) => `${tag}=${fields.get(tag) ?? ''}`)].join(' ');
    });
  });
  return messages;
}

const opened: [OrderFact] = [aNewOrder()];
const accepted: [OrderFact] = [{ ...REPORT, type: 'New' }];
const linkId = (seq: number) => `${ORDER_ID}-${seq}`;
const replace = (seq: number, newClOrdId: string | null): ReplaceRequested => ({
  ...ORDER_DEFAULTS,
  type: 'ReplaceRequested',
  clOrdId: linkId(seq),
  newClOrdId,
  orderQty: decimal(12),
  price: decimal(101),
});
const cancel = (seq: number, newClOrdId: string | null): CancelRequested => ({
  type: 'CancelRequested',
  clOrdId: linkId(seq),
  newClOrdId,
  text: null,
});
const replaced = (clOrdId: string | null): OrderFact => ({
  ...REPORT,
  type: 'Replaced',
  clOrdId,
  orderQty: null,
  price: null,
  stopPrice: null,
});
const trade = (lastQty: number, execId: string): OrderFact => ({
  ...REPORT,
  type: 'Trade',
  execId,
  lastQty: decimal(lastQty),
  lastPx: decimal(100),
  exchange: 'NSE',
  cancelsRemainder: false,
});

test('a new order is pending, then new', () => {
  expect(said('FIX.4.4', [opened], [11, 37, 17, 150, 39, 151])).toEqual([
    `8 11=X 37=${ORDER_ID} 17=${ORDER_ID}-1 150=A 39=A 151=10`,
  ]);
  expect(said('FIX.4.4', [opened, accepted], [198, 150, 39])).toEqual(['8 198=V1 150=0 39=0']);
});

test.each<[FixVersion, string, string]>([
  ['FIX.4.2', '150=1 39=1 20=0 527=', '150=2 39=2 20=0 527='],
  ['FIX.4.4', '150=F 39=1 20= 527=E1', '150=F 39=2 20= 527=E2'],
  ['FIX.5.0SP2', '150=F 39=1 20= 527=E1', '150=F 39=2 20= 527=E2'],
])('%s says of fills what its version says', (version, first, last) => {
  const tags = [150, 39, 20, 527];
  expect(said(version, [opened, accepted, [trade(4, 'E1')]], tags)).toEqual([`8 ${first}`]);
  expect(said(version, [opened, accepted, [trade(4, 'E1')], [trade(6, 'E2')]], tags)).toEqual([
    `8 ${last}`,
  ]);
});

test('a replace is pending, then accepted, and later reports bear its ClOrdID', () => {
  const tags = [11, 41, 150, 39, 38];
  const asked: [OrderFact][] = [opened, accepted, [replace(3, 'Y')]];
  expect(said('FIX.4.4', asked, tags)).toEqual(['8 11=Y 41=X 150=E 39=E 38=10']);
  const done: [OrderFact][] = [...asked, [replaced(linkId(3))]];
  expect(said('FIX.4.4', done, tags)).toEqual(['8 11=Y 41=X 150=5 39=0 38=12']);
  expect(said('FIX.4.2', done, tags)).toEqual(['8 11=Y 41=X 150=5 39=5 38=12']);
  expect(said('FIX.4.4', [...done, [trade(4, 'E1')]], tags)).toEqual([
    '8 11=Y 41= 150=F 39=1 38=12',
  ]);
  expect(said('FIX.4.4', [...done, [cancel(5, 'Z')]], tags)).toEqual([
    '8 11=Z 41=Y 150=6 39=6 38=12',
  ]);
});

test('a request that is refused leaves the ids as they were', () => {
  const refused: [OrderFact][] = [
    opened,
    accepted,
    [cancel(3, 'Y')],
    [{ ...REPORT, type: 'CancelRejected', clOrdId: linkId(3), text: 'Too late' }],
  ];
  expect(said('FIX.4.4', refused, [11, 41, 39, 434, 102, 58])).toEqual([
    '9 11=Y 41=X 39=0 434=1 102=2 58=Too late',
  ]);
  expect(said('FIX.4.4', [...refused, [trade(10, 'E1')]], [11, 39])).toEqual(['8 11=X 39=2']);
});

test('what somebody else asked bears the ids that the client knows', () => {
  const byAnother: [OrderFact, string?][] = [opened, accepted, [cancel(3, 'THEIRS'), 'key-7']];
  const tags = [11, 41, 150];
  expect(said('FIX.4.4', byAnother, tags)).toEqual(['8 11=X 41= 150=6']);
  const canceled: OrderFact = { ...REPORT, type: 'Canceled', clOrdId: linkId(3) };
  expect(said('FIX.4.4', [...byAnother, [canceled]], tags)).toEqual(['8 11=X 41= 150=4']);
});

test('a bust names the report of the fill that it takes back', () => {
  const bust: OrderFact = {
    ...REPORT,
    type: 'TradeCancel',
    execId: 'E2',
    execRefId: 'E1',
    rootExecId: 'E1',
    busted: { quantity: decimal(4), price: decimal(100) },
  };
  const facts: [OrderFact][] = [opened, accepted, [trade(4, 'E1')], [bust]];
  const tags = [150, 39, 20, 19, 14];
  expect(said('FIX.4.4', facts, tags)).toEqual([`8 150=H 39=0 20= 19=${ORDER_ID}-3 14=0`]);
  expect(said('FIX.4.2', facts, tags)).toEqual([`8 150=0 39=0 20=1 19=${ORDER_ID}-3 14=0`]);
});

test.each(FIX_VERSIONS)('%s says nothing of what concerns the sending alone', (version) => {
  const started: OrderFact = {
    type: 'SendStarted',
    clOrdId: ORDER_ID,
    attempt: 1,
    tag: 't',
    sendBy: clock(60),
  };
  expect(said(version, [opened, [started]], [150])).toEqual([]);
});

test('text that no FIX message can carry is shown as far as it can be', () => {
  const rejected: OrderFact = { ...REPORT, type: 'Rejected', text: 'No\x01 ₹' };
  expect(said('FIX.4.4', [opened, [rejected]], [150, 103, 58])).toEqual([
    '8 150=8 103=99 58=No? ?',
  ]);
});

describe('an order that is held', () => {
  const approval = { rules: ['x'], expiresAt: clock(600) };
  const held: [OrderFact] = [aNewOrder({ approval: { ...approval, kind: 'secondPerson' } })];
  const staged: [OrderFact] = [aNewOrder({ approval: { ...approval, kind: 'release' } })];

  test.each<[string, [OrderFact, by?: string | null][], string[]]>([
    ['is pending', [held], ['8 150=A 39=A 151=10 41=']],
    [
      'says nothing when it is approved',
      [held, [{ type: 'Approved', clOrdId: ORDER_ID, text: null }, 'second']],
      [],
    ],
    [
      'is accepted when the venue accepts it',
      [held, [{ type: 'Approved', clOrdId: ORDER_ID, text: null }, 'second'], accepted],
      ['8 150=0 39=0 151=10 41='],
    ],
    [
      'is rejected by who does not approve it',
      [
        held,
        [{ ...REPORT, type: 'Rejected', source: 'engine', text: 'Not approved: no' }, 'second'],
      ],
      ['8 150=8 39=8 151=0 41='],
    ],
    [
      'is changed at once while it is staged',
      [staged, [replace(2, 'Y')]],
      ['8 150=5 39=A 151=12 41=X'],
    ],
  ])('%s', (_what, facts, expected) => {
    expect(said('FIX.4.4', facts, [150, 39, 151, 41])).toEqual(expected);
  });
});
