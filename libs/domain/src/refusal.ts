/** Why a command of a client is refused: the closed list that the API answers with. */
export enum RefusalCode {
  OrderNotFound = 'ORDER_NOT_FOUND',
  OrderClosed = 'ORDER_CLOSED',
  OrderFilled = 'ORDER_FILLED',
  OrderDoneForDay = 'ORDER_DONE_FOR_DAY',
  OrderHasFills = 'ORDER_HAS_FILLS',
  CancelPending = 'CANCEL_PENDING',
  PriceNotAllowed = 'PRICE_NOT_ALLOWED',
  DuplicateClOrdId = 'DUPLICATE_CL_ORD_ID',
  NotInDoubt = 'NOT_IN_DOUBT',
  AccountNotServed = 'ACCOUNT_NOT_SERVED',
}

/** What people read; the first and fourth are texts that existing programs look for. */
export const REFUSAL_TEXT: Readonly<Record<RefusalCode, string>> = {
  [RefusalCode.OrderNotFound]: 'Order does not exist',
  [RefusalCode.OrderClosed]: 'Not allowed - Order is closed',
  [RefusalCode.OrderFilled]: 'Not allowed - Order is filled',
  [RefusalCode.OrderHasFills]: 'Not allowed - Order has fills',
  [RefusalCode.OrderDoneForDay]: 'Not allowed - Order is done for the day',
  [RefusalCode.CancelPending]: 'Not allowed - A cancel is pending',
  [RefusalCode.PriceNotAllowed]: 'Not allowed - The order type has no such price',
  [RefusalCode.DuplicateClOrdId]: 'clOrdId was used for another request',
  [RefusalCode.AccountNotServed]: 'No session of this link is set up for the account',
  [RefusalCode.NotInDoubt]: 'Nothing of this order is in doubt',
};

export interface Refusal {
  refused: RefusalCode;
}

export const refuse = (refused: RefusalCode): Refusal => ({ refused });

export const isRefusal = (decision: object): decision is Refusal => 'refused' in decision;
