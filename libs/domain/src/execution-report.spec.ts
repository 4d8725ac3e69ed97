import { kindOfOrdStatus, parseExecType, type ReportKind } from './execution-report';
import { ORD_STATUS_CODE, OrdStatus, parseOrdStatus } from './order-status';

/** FIX ExecType (150). */
const EXEC_TYPES: [code: string, kind: ReportKind][] = [
  ['0', 'New'],
  ['3', 'DoneForDay'],
  ['4', 'Canceled'],
  ['5', 'Replaced'],
  ['6', 'PendingCancel'],
  ['7', 'Stopped'],
  ['8', 'Rejected'],
  ['9', 'Suspended'],
  ['A', 'PendingNew'],
  ['B', 'Calculated'],
  ['C', 'Expired'],
  ['D', 'Restated'],
  ['E', 'PendingReplace'],
  ['F', 'Trade'],
  ['G', 'TradeCorrect'],
  ['H', 'TradeCancel'],
  ['I', 'OrderStatus'],
  ['L', 'Triggered'],
];

/** FIX OrdStatus (39), and the kind of a report that gives nothing else. */
const ORD_STATUSES: [code: string, name: string, kind: ReportKind][] = [
  ['0', 'New', 'New'],
  ['1', 'PartiallyFilled', 'Trade'],
  ['2', 'Filled', 'Trade'],
  ['3', 'DoneForDay', 'DoneForDay'],
  ['4', 'Canceled', 'Canceled'],
  ['6', 'PendingCancel', 'PendingCancel'],
  ['7', 'Stopped', 'Stopped'],
  ['8', 'Rejected', 'Rejected'],
  ['9', 'Suspended', 'Suspended'],
  ['A', 'PendingNew', 'PendingNew'],
  ['B', 'Calculated', 'Calculated'],
  ['C', 'Expired', 'Expired'],
  ['D', 'AcceptedForBidding', 'AcceptedForBidding'],
  ['E', 'PendingReplace', 'PendingReplace'],
];

const NOT_CODES = ['', ' ', 'Z', 'FG', '00', 'new', 'toString', 'constructor', '__proto__'];

test.each(EXEC_TYPES)('ExecType %s is %s, by its code and by its name', (code, kind) => {
  expect(parseExecType(code)).toBe(kind);
  expect(parseExecType(kind)).toBe(kind);
});

test.each(['1', '2'])('ExecType %s, a fill in FIX 4.2, is a Trade', (code) => {
  expect(parseExecType(code)).toBe('Trade');
});

test.each(NOT_CODES)('%j is neither an ExecType nor an OrdStatus', (text) => {
  expect(parseExecType(text)).toBeUndefined();
  expect(parseOrdStatus(text)).toBeUndefined();
  expect(kindOfOrdStatus(text)).toBeUndefined();
});

test.each(ORD_STATUSES)('OrdStatus %s is %s; alone it means %s', (code, name, kind) => {
  expect(ORD_STATUS_CODE[name as OrdStatus]).toBe(code);
  for (const text of [code, name]) {
    expect(parseOrdStatus(text)).toBe(name);
    expect(kindOfOrdStatus(text)).toBe(kind);
  }
});

test('the table of OrdStatus is complete', () => {
  expect(ORD_STATUSES.map(([, name]) => name).sort()).toEqual(Object.values(OrdStatus).sort());
});

test.each(['5', 'Replaced'])(
  'OrdStatus %s, Replaced of FIX 4.2, is a report but no status',
  (text) => {
    expect(kindOfOrdStatus(text)).toBe('Replaced');
    expect(parseOrdStatus(text)).toBeUndefined();
  },
);

test.each(['F', 'G', 'H', 'I', 'L', 'Trade', 'TradeCancel', 'Restated', 'OrderStatus'])(
  'ExecType %s is not an OrdStatus',
  (text) => {
    expect(kindOfOrdStatus(text)).toBeUndefined();
  },
);
