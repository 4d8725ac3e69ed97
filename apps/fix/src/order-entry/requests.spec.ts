import { foldOrder } from '@ome/domain';
import { type Field, FixMessage, messageText } from '@ome/fix';
import { aNewOrder, clock } from '../../../../libs/domain/test/builders';
import { definitionOf } from '../testing/definition-of';
import { fieldsWith } from '../testing/fields';
import { checkSameOrder, nameIn, newOrderFields, replaceFields } from './requests';

const SESSION = definitionOf('DESK44', 'FIX.4.4');
const CALL = 'NIFTY29DEC26C24500';

function message(type: string, fields: readonly Field[], ...others: Field[]): FixMessage {
  const header: Field[] = [
    [35, type],
    [34, 1],
  ];
  return FixMessage.parse(
    messageText('FIX.4.4', [...header, ...fieldsWith(fields, ...others)], ''),
  )!;
}

const NEW: readonly Field[] = [
  [11, 'C1'],
  [1, '42'],
  [55, 'ACC'],
  [54, 1],
  [38, 10],
  [40, 2],
  [44, '100'],
];

describe('a new order', () => {
  const fieldsOf = (...others: Field[]) => newOrderFields(message('D', NEW, ...others), SESSION);

  test.each<[string, Field]>([
    ['a hold', [18, '5 1']],
    ['no least quantity', [110, 0]],
    ['prices per unit', [423, 2]],
    ['regular settlement', [63, 0]],
    ['automatic handling', [21, 1]],
    ['handling by a broker, which is ignored as clients send it by habit', [21, 3]],
  ])('may ask for %s', (_name, field) => {
    expect(fieldsOf(field)).toMatchObject({ clOrdId: 'C1', symbol: 'ACC', quantity: '10' });
  });

  test.each<[string, Field]>([
    ['ExecInst (18)', [18, 'G']],
    ['ExecInst (18)', [18, '1 6']],
    ['SettlType (63)', [63, 3]],
    ['MinQty (110)', [110, 5]],
    ['MaxFloor (111)', [111, 5]],
    ['CashOrderQty (152)', [152, 1000]],
    ['EffectiveTime (168)', [168, '20261127-23:00:00']],
    ['MaxShow (210)', [210, 1]],
    ['PegOffsetValue (211)', [211, 1]],
    ['PriceType (423)', [423, 1]],
    ['DisplayQty (1138)', [1138, 1]],
  ])('is refused where it asks for what no link can do: %s', (name, field) => {
    expect(() => fieldsOf(field)).toThrow(`${name} is not supported`);
  });

  test.each<[string, Field[]]>([
    ['a share', [[167, 'CS']]],
    ['another kind of security', [[167, 'NONE']]],
    [
      'an option',
      [
        [55, CALL],
        [207, 'NFO'],
        [167, 'OPT'],
        [200, '202612'],
        [205, '29'],
        [541, '20261229'],
        [201, 1],
        [202, '24500.00'],
      ],
    ],
  ])('may describe its instrument: %s', (_name, fields) => {
    expect(fieldsOf(...fields)).toMatchObject({ clOrdId: 'C1' });
  });

  test.each<[string, Field[]]>([
    ['SecurityType (167)', [[167, 'OPT']]],
    ['StrikePrice (202)', [[202, '24500']]],
    ['MaturityMonthYear (200)', [[200, '202612']]],
    [
      'StrikePrice (202)',
      [
        [55, CALL],
        [207, 'NFO'],
        [202, '24600'],
      ],
    ],
    [
      'PutOrCall (201)',
      [
        [55, CALL],
        [207, 'NFO'],
        [201, 0],
      ],
    ],
    [
      'MaturityDate (541)',
      [
        [55, CALL],
        [207, 'NFO'],
        [541, '20261222'],
      ],
    ],
    [
      'MaturityDay (205)',
      [
        [55, CALL],
        [207, 'NFO'],
        [205, '22'],
      ],
    ],
    [
      'PutOrCall (201)',
      [
        [55, 'NIFTY29DEC26F'],
        [207, 'NFO'],
        [201, 1],
      ],
    ],
  ])('is refused where it describes another instrument: %s', (name, fields) => {
    expect(() => fieldsOf(...fields)).toThrow(`${name} contradicts Symbol (55)`);
  });
});

describe('a request for an order', () => {
  const opening = { ...aNewOrder({ symbol: 'INFY', givenSymbol: 'INFY-X', account: '42' }) };
  const order = foldOrder([{ ...opening, seq: 1, at: clock(0), by: null, requestId: null }])!;
  const SAME: readonly Field[] = [
    [11, 'C2'],
    [41, 'C1'],
    [54, 1],
    [55, 'INFY'],
  ];

  const cancel = (request: FixMessage) => checkSameOrder(request, order, nameIn(request, order));
  const replace = (request: FixMessage) => replaceFields(request, order, nameIn(request, order));

  test.each<[string, Field]>([
    ['nothing else', [58, 'x']],
    ['its account', [1, '42']],
    ['its symbol by another name', [55, 'INFY-EQ']],
    ['its symbol as it was given', [55, 'INFY-X']],
    ['its exchange', [207, 'NSE']],
    ['its type', [40, 2]],
    ['its time in force', [59, 0]],
  ])('says %s', (_name, field) => {
    expect(() => cancel(message('F', SAME, field))).not.toThrow();
    expect(replace(message('G', SAME, [38, 12], field)).clOrdId).toBe('C2');
  });

  test.each<[string, Field]>([
    ['Account (1)', [1, '43']],
    ['Side (54)', [54, 2]],
    ['OrdType (40)', [40, 1]],
    ['TimeInForce (59)', [59, 3]],
    ['Symbol (55)', [55, 'TCS']],
    ['Symbol (55)', [207, 'BSE']],
  ])('is refused where it names another order: %s', (name, field) => {
    const refusal = `${name} must be that of the order`;
    expect(() => cancel(message('F', SAME, field))).toThrow(refusal);
    expect(() => replace(message('G', SAME, field))).toThrow(refusal);
  });

  test('a replace is refused where it asks for what no link can do', () => {
    expect(() => replace(message('G', SAME, [111, 5]))).toThrow('MaxFloor (111) is not supported');
  });
});
