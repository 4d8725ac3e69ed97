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
  OrderIsSliced = 'ORDER_IS_SLICED',
  FreezeQtyUnknown = 'FREEZE_QTY_UNKNOWN',
  TooManySlices = 'TOO_MANY_SLICES',
  NotInDoubt = 'NOT_IN_DOUBT',
  AccountNotServed = 'ACCOUNT_NOT_SERVED',
  IocNotTaken = 'IOC_NOT_TAKEN',
  AmoNotTaken = 'AMO_NOT_TAKEN',
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
  BasketNotFound = 'BASKET_NOT_FOUND',
  BasketEnded = 'BASKET_ENDED',
  DuplicateBasketClOrdId = 'DUPLICATE_BASKET_CL_ORD_ID',
}

/**
 * What people read. Existing programs look for the first and fourth, and for the texts of
 * InvalidSymbol, QuantityNotPositive and PriceRequired; NotInLots is given with underlying and lot.
 */
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
  [RefusalCode.IocNotTaken]: 'The link takes no IOC orders',
  [RefusalCode.AmoNotTaken]: 'The link takes no after-market orders',
  [RefusalCode.NotInDoubt]: 'Nothing of this order is in doubt',
  [RefusalCode.OrderIsSliced]: 'Not allowed - Change its slices, or cancel it whole',
  [RefusalCode.FreezeQtyUnknown]: 'It cannot be sliced: its freeze quantity is not known',
  [RefusalCode.TooManySlices]: 'It would take too many slices',
  [RefusalCode.UnknownInstrument]: 'No instrument of this name is known',
  [RefusalCode.InstrumentExpired]: 'The instrument has expired',
  [RefusalCode.InvalidSymbol]: 'Invalid symbol format',
  [RefusalCode.QuantityNotPositive]: 'Quantity must be positive',
  [RefusalCode.PriceRequired]: 'Price required for limit orders',
  [RefusalCode.NotInLots]: 'Orders must be in multiples of the lot',
  [RefusalCode.OffTick]: 'The price is no multiple of the tick',
  [RefusalCode.AboveFreezeQty]: 'The quantity is above what the exchange takes in one order',
  [RefusalCode.AboveMaxOrderQty]: 'The quantity is above the largest of one order',
  [RefusalCode.AboveMaxOrderNotional]: 'The value is above the largest of one order',
  [RefusalCode.OutsidePriceBand]: 'The price is too far from the last one',
  [RefusalCode.PriceUnknown]: 'The value cannot be told: there is no last price',
  [RefusalCode.TooManyOpenOrders]: 'Too many orders are open',
  [RefusalCode.AboveMaxExposure]: 'The value of open orders would be too large',
  [RefusalCode.TooManyOrdersPerSecond]: 'Too many orders in one second',
  [RefusalCode.RepeatedOrder]: 'The same order was sent a moment ago',
  [RefusalCode.DailyLossReached]: 'The largest loss of a day is reached',
  [RefusalCode.LimitsChanged]:
    'The limits were changed meanwhile; read them again, and send the version that stands there',
  [RefusalCode.TradingStopped]: 'Trading is stopped',
  [RefusalCode.ClosingUnderWay]: 'Another request is closing positions of this session; try again',
  [RefusalCode.BrokerUnread]: 'The broker cannot say what it holds',
  [RefusalCode.BasketNotFound]: 'Basket does not exist',
  [RefusalCode.BasketEnded]: 'Not allowed - The basket has ended',
  [RefusalCode.DuplicateBasketClOrdId]: 'basketClOrdId was used for another basket',
};

export interface Refusal {
  refused: RefusalCode;
  /** Where more can be said than the text of the code does. */
  text?: string;
}

export const refuse = (refused: RefusalCode, text?: string): Refusal =>
  text === undefined ? { refused } : { refused, text };

export const refusalText = ({ refused, text }: Refusal): string => text ?? REFUSAL_TEXT[refused];

export const isRefusal = (decision: object): decision is Refusal => 'refused' in decision;
