/** Why a client's command is refused: the closed list that the API answers with. */
export enum RefusalCode {
  OrderNotFound = 'ORDER_NOT_FOUND',
  /** An event of the order is missing, or this version of the engine does not know it. */
  HistoryUnreadable = 'HISTORY_UNREADABLE',
  OrderClosed = 'ORDER_CLOSED',
  OrderFilled = 'ORDER_FILLED',
  OrderDoneForDay = 'ORDER_DONE_FOR_DAY',
  OrderHasFills = 'ORDER_HAS_FILLS',
  CancelPending = 'CANCEL_PENDING',
  PriceNotAllowed = 'PRICE_NOT_ALLOWED',
  DuplicateClOrdId = 'DUPLICATE_CL_ORD_ID',
  OrderIsSliced = 'ORDER_IS_SLICED',
  FreezeQtyUnknown = 'FREEZE_QTY_UNKNOWN',
  TooManySlices = 'TOO_MANY_SLICES',
  NotInDoubt = 'NOT_IN_DOUBT',
  AccountNotServed = 'ACCOUNT_NOT_SERVED',
  IocNotTaken = 'IOC_NOT_TAKEN',
  AmoNotTaken = 'AMO_NOT_TAKEN',
  NotInThisPhase = 'NOT_IN_THIS_PHASE',
  /** Its link had no login, no connection or no room in its rate limits for too long. */
  NotSentInTime = 'NOT_SENT_IN_TIME',
  UnknownInstrument = 'UNKNOWN_INSTRUMENT',
  InstrumentExpired = 'INSTRUMENT_EXPIRED',
  InvalidSymbol = 'INVALID_SYMBOL',
  QuantityNotPositive = 'QUANTITY_NOT_POSITIVE',
  PriceRequired = 'PRICE_REQUIRED',
  NotInLots = 'NOT_IN_LOTS',
  OffTick = 'OFF_TICK',
  AboveFreezeQty = 'ABOVE_FREEZE_QTY',
  AboveMaxOrderQty = 'ABOVE_MAX_ORDER_QTY',
  AboveMaxOrderNotional = 'ABOVE_MAX_ORDER_NOTIONAL',
  OutsidePriceBand = 'OUTSIDE_PRICE_BAND',
  PriceUnknown = 'PRICE_UNKNOWN',
  TooManyOpenOrders = 'TOO_MANY_OPEN_ORDERS',
  AboveMaxExposure = 'ABOVE_MAX_EXPOSURE',
  TooManyOrdersPerSecond = 'TOO_MANY_ORDERS_PER_SECOND',
  RepeatedOrder = 'REPEATED_ORDER',
  DailyLossReached = 'DAILY_LOSS_REACHED',
  TradingStopped = 'TRADING_STOPPED',
  ClosingUnderWay = 'CLOSING_UNDER_WAY',
  BrokerUnread = 'BROKER_UNREAD',
  LimitsChanged = 'LIMITS_CHANGED',
  AwaitsApproval = 'AWAITS_APPROVAL',
  NotAwaitingApproval = 'NOT_AWAITING_APPROVAL',
  OwnRequest = 'OWN_REQUEST',
  ApprovalExpired = 'APPROVAL_EXPIRED',
  BasketNotFound = 'BASKET_NOT_FOUND',
  BasketEnded = 'BASKET_ENDED',
  DuplicateBasketClOrdId = 'DUPLICATE_BASKET_CL_ORD_ID',
}

/**
 * Texts for people. Existing programs match the first and fourth, and the texts of InvalidSymbol,
 * QuantityNotPositive and PriceRequired; NotInLots is extended with underlying and lot.
 */
export const REFUSAL_TEXT: Readonly<Record<RefusalCode, string>> = {
  [RefusalCode.OrderNotFound]: 'Order does not exist',
  [RefusalCode.HistoryUnreadable]: 'The history of the order cannot be read: ops see why',
  [RefusalCode.OrderClosed]: 'Not allowed - Order is closed',
  [RefusalCode.OrderFilled]: 'Not allowed - Order is filled',
  [RefusalCode.OrderHasFills]: 'Not allowed - Order has fills',
  [RefusalCode.OrderDoneForDay]: 'Not allowed - Order is done for the day',
  [RefusalCode.CancelPending]: 'Not allowed - A cancel is pending',
  [RefusalCode.PriceNotAllowed]: 'Not allowed - Orders of this type have no such price',
  [RefusalCode.DuplicateClOrdId]: 'clOrdId was already used for another request',
  [RefusalCode.AccountNotServed]: 'No session of this link is set up for the account',
  [RefusalCode.IocNotTaken]: 'The link does not accept IOC orders',
  [RefusalCode.AmoNotTaken]: 'The link does not accept after-market orders',
  [RefusalCode.NotInThisPhase]: 'The exchange does not take it in this phase of the day',
  [RefusalCode.NotSentInTime]: 'The link did not take it in time',
  [RefusalCode.NotInDoubt]: 'No request of this order is in doubt',
  [RefusalCode.OrderIsSliced]:
    'Not allowed - The order is sliced: change its slices, or cancel the order',
  [RefusalCode.FreezeQtyUnknown]:
    'The order cannot be sliced: the freeze quantity of its instrument is not known',
  [RefusalCode.TooManySlices]: 'The order would need too many slices',
  [RefusalCode.UnknownInstrument]: 'The instrument is not known',
  [RefusalCode.InstrumentExpired]: 'The instrument has expired',
  [RefusalCode.InvalidSymbol]: 'Invalid symbol format',
  [RefusalCode.QuantityNotPositive]: 'Quantity must be positive',
  [RefusalCode.PriceRequired]: 'Price required for limit orders',
  [RefusalCode.NotInLots]: 'Orders must be in multiples of the lot',
  [RefusalCode.OffTick]: 'The price is not a multiple of the tick size',
  [RefusalCode.AboveFreezeQty]: 'The quantity is above the freeze quantity of the exchange',
  [RefusalCode.AboveMaxOrderQty]: 'The quantity is above the maximum order quantity',
  [RefusalCode.AboveMaxOrderNotional]: 'The order value is above the maximum order value',
  [RefusalCode.OutsidePriceBand]: 'The price is outside the price band around the last price',
  [RefusalCode.PriceUnknown]: 'The order value cannot be computed: there is no last price',
  [RefusalCode.TooManyOpenOrders]: 'The maximum number of open orders is reached',
  [RefusalCode.AboveMaxExposure]: 'The exposure of open orders would exceed its maximum',
  [RefusalCode.TooManyOrdersPerSecond]: 'The maximum number of orders per second is reached',
  [RefusalCode.RepeatedOrder]: 'The same order was entered within the repeat window',
  [RefusalCode.DailyLossReached]: 'The maximum daily loss is reached',
  [RefusalCode.LimitsChanged]:
    'The limits have changed since you read them: read them again and send their version',
  [RefusalCode.TradingStopped]: 'Trading is stopped',
  [RefusalCode.ClosingUnderWay]: 'Another request is closing positions of this session; try again',
  [RefusalCode.BrokerUnread]: 'The broker does not report its positions',
  [RefusalCode.AwaitsApproval]:
    'Not allowed - The order waits for approval: cancel it and enter it anew',
  [RefusalCode.NotAwaitingApproval]: 'Nothing of this id waits for approval, or not any more',
  [RefusalCode.OwnRequest]: 'Somebody else has to approve it: the request is your own',
  [RefusalCode.ApprovalExpired]: 'It waited too long: enter it anew',
  [RefusalCode.BasketNotFound]: 'Basket does not exist',
  [RefusalCode.BasketEnded]: 'Not allowed - The basket has ended',
  [RefusalCode.DuplicateBasketClOrdId]: 'basketClOrdId was already used for another basket',
};

export interface Refusal {
  refused: RefusalCode;
  /** A more specific text than that of the code, if there is one. */
  text?: string;
}

export const refuse = (refused: RefusalCode, text?: string): Refusal =>
  text === undefined ? { refused } : { refused, text };

export const refusalText = ({ refused, text }: Refusal): string => text ?? REFUSAL_TEXT[refused];

export const isRefusal = (decision: object): decision is Refusal => 'refused' in decision;

const PASSING: ReadonlySet<RefusalCode> = new Set([
  RefusalCode.NotInThisPhase,
  RefusalCode.NotSentInTime,
  RefusalCode.TooManyOrdersPerSecond,
  RefusalCode.RepeatedOrder,
  RefusalCode.TradingStopped,
]);

/** The clock ends it, the link or the switch that is set: the same request is taken later. */
export const isPassing = ({ refused }: Refusal): boolean => PASSING.has(refused);
