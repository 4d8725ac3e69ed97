import { decimal } from '../decimal';
import {
  type ApprovalRules,
  type ApprovalSetting,
  approvalRulesFor,
  heldFor,
  needsPriceToApprove,
  type OrderToApprove,
} from './approval-rules';

const order = (fields: Partial<OrderToApprove> = {}): OrderToApprove => ({
  account: '42',
  userId: '7',
  product: 'MIS',
  orderQty: decimal(100),
  price: decimal(10),
  stopPrice: null,
  isManual: false,
  ...fields,
});

const setting = (rules: ApprovalRules, scope: Partial<ApprovalSetting> = {}): ApprovalSetting => ({
  account: null,
  userId: null,
  rules,
  version: 1,
  setBy: null,
  setAt: new Date(0),
  ...scope,
});

describe('each rule is enough to hold an order', () => {
  test.each<[ApprovalRules, Partial<OrderToApprove>, string[]]>([
    [{ aboveValue: decimal(1000) }, {}, []],
    [{ aboveValue: decimal('999.99') }, {}, ['the value 1000 is above 999.99']],
    [{ aboveValue: decimal(999) }, { price: null, stopPrice: decimal(9) }, []],
    [
      { aboveValue: decimal(999) },
      { price: null },
      ['the value is not known, and above 999 it is held'],
    ],
    [{ aboveQuantity: decimal(100) }, {}, []],
    [{ aboveQuantity: decimal(99) }, {}, ['the quantity 100 is above 99']],
    [{ products: ['NRML', 'MIS'] }, {}, ['the product is MIS']],
    [{ products: ['NRML'] }, {}, []],
    [{ products: ['NRML'] }, { product: null }, []],
    [{ manualEntry: true }, {}, []],
    [{ manualEntry: true }, { isManual: true }, ['a person entered it']],
    [{ everyOrder: true }, {}, ['every order is held']],
    [{}, { isManual: true }, []],
  ])('%j of %j: %j', (rules, fields, expected) => {
    expect(heldFor([rules], order(fields), null)).toEqual(expected);
  });

  test('a market order is valued at the last price', () => {
    const market = order({ price: null });
    const rules = [{ aboveValue: decimal(999) }];
    expect(needsPriceToApprove(rules, market)).toBe(true);
    expect(needsPriceToApprove(rules, order())).toBe(false);
    expect(needsPriceToApprove([{ aboveQuantity: decimal(1) }], market)).toBe(false);
    expect(heldFor(rules, market, decimal(9))).toEqual([]);
    expect(heldFor(rules, market, decimal(10))).toEqual(['the value 1000 is above 999']);
  });
});

test('rules of every scope that the order is in hold it, and no scope takes another away', () => {
  const settings = [
    setting({ aboveQuantity: decimal(50) }),
    setting({ aboveQuantity: decimal(500) }, { account: '42' }),
    setting({ everyOrder: true }, { account: '43' }),
    setting({ manualEntry: true }, { userId: '7' }),
    setting({ everyOrder: true }, { userId: '8' }),
  ];
  const held = (fields: Partial<OrderToApprove>) => {
    const asked = order(fields);
    return heldFor(approvalRulesFor(settings, asked), asked, null);
  };
  expect(held({})).toEqual(['the quantity 100 is above 50']);
  expect(held({ isManual: true })).toEqual(['the quantity 100 is above 50', 'a person entered it']);
  expect(held({ orderQty: decimal(1), account: '43' })).toEqual(['every order is held']);
  expect(held({ orderQty: decimal(1), userId: null, isManual: true })).toEqual([]);
});
