import { type Decimal, decimalText } from '../decimal';
import type { OrderIdentity, OrderTerms } from '../requested-order';
import { referencePrice } from './open-value';

/** Whose orders a rule holds: of everybody, of an account, or of a user in every account. */
export interface ApprovalScope {
  account: string | null;
  /** Never together with an account. */
  userId: string | null;
}

/** What makes an order wait for a second person; each is enough, and one that is not set is not. */
export interface ApprovalRules {
  /** Its value above this, in rupees, at its price or at the last one. */
  aboveValue?: Decimal;
  aboveQuantity?: Decimal;
  /** Its product being one of these. */
  products?: readonly string[];
  /** A person entered it: in the console, at a terminal, or as a FIX message says. */
  manualEntry?: boolean;
  everyOrder?: boolean;
}

export const APPROVAL_RULE_NAMES = [
  'aboveValue',
  'aboveQuantity',
  'products',
  'manualEntry',
  'everyOrder',
] as const satisfies readonly (keyof ApprovalRules)[];

export interface ApprovalSetting extends ApprovalScope {
  rules: ApprovalRules;
  /** Changes with every change of the scope and is never reused. */
  version: number;
  setBy: string | null;
  setAt: Date;
}

type Concerned = Pick<OrderIdentity, 'account' | 'userId'>;

/**
 * An order as it is held against the rules: a new one, or one as a replace would change it, with
 * the whole quantity.
 */
export interface OrderToApprove extends Concerned, OrderTerms, Pick<OrderIdentity, 'product'> {
  isManual: boolean;
}

/** The rules that concern an order, of every scope: a narrower one takes nothing away. */
export const approvalRulesFor = (
  settings: readonly ApprovalSetting[],
  { account, userId }: Concerned,
): ApprovalRules[] =>
  settings
    .filter(
      (setting) =>
        (setting.account === null || setting.account === account) &&
        (setting.userId === null || setting.userId === userId),
    )
    .map(({ rules }) => rules);

/** Whether the last price decides, as the order names none. */
export const needsPriceToApprove = (rules: readonly ApprovalRules[], order: OrderTerms): boolean =>
  referencePrice(order, null) === null && rules.some(({ aboveValue }) => aboveValue);

/** Why the order waits for a second person, in words; empty if it does not. */
export function heldFor(
  rules: readonly ApprovalRules[],
  order: OrderToApprove,
  lastPrice: Decimal | null,
): string[] {
  const reasons = rules.flatMap((each) => [
    ...aboveValue(each, order, lastPrice),
    ...aboveQuantity(each, order),
    ...ofProduct(each, order),
    ...(each.manualEntry && order.isManual ? ['a person entered it'] : []),
    ...(each.everyOrder ? ['every order is held'] : []),
  ]);
  return [...new Set(reasons)];
}

function aboveValue(
  { aboveValue: most }: ApprovalRules,
  order: OrderToApprove,
  lastPrice: Decimal | null,
): string[] {
  if (!most) return [];
  const price = referencePrice(order, lastPrice);
  // What cannot be computed is looked at by somebody.
  if (!price) return [`the value is not known, and above ${decimalText(most)} it is held`];
  const value = order.orderQty.times(price);
  return value.gt(most) ? [`the value ${decimalText(value)} is above ${decimalText(most)}`] : [];
}

const aboveQuantity = (
  { aboveQuantity: most }: ApprovalRules,
  { orderQty }: OrderToApprove,
): string[] =>
  most && orderQty.gt(most)
    ? [`the quantity ${decimalText(orderQty)} is above ${decimalText(most)}`]
    : [];

const ofProduct = ({ products }: ApprovalRules, { product }: OrderToApprove): string[] =>
  product !== null && products?.includes(product) ? [`the product is ${product}`] : [];
