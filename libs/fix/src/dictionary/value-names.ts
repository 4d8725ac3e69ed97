/** The names of the values of fields that the engine's own messages bear, by tag; as FIX has them. */
const NAMES: Readonly<Record<number, string>> = {
  20: '0 New, 1 Cancel, 2 Correct, 3 Status',
  39: '0 New, 1 PartiallyFilled, 2 Filled, 3 DoneForDay, 4 Canceled, 5 Replaced, 6 PendingCancel, 7 Stopped, 8 Rejected, 9 Suspended, A PendingNew, B Calculated, C Expired, D AcceptedForBidding, E PendingReplace',
  40: '1 Market, 2 Limit, 3 Stop, 4 StopLimit',
  54: '1 Buy, 2 Sell, 5 SellShort',
  59: '0 Day, 1 GoodTillCancel, 2 AtTheOpening, 3 ImmediateOrCancel, 4 FillOrKill, 6 GoodTillDate, 7 AtTheClose',
  102: '0 TooLateToCancel, 1 UnknownOrder, 2 BrokerOption, 3 AlreadyPending, 6 DuplicateClOrdID, 99 Other',
  103: '0 BrokerOption, 1 UnknownSymbol, 2 ExchangeClosed, 3 ExceedsLimit, 4 TooLateToEnter, 5 UnknownOrder, 6 DuplicateOrder, 11 UnsupportedCharacteristic, 13 IncorrectQuantity, 15 UnknownAccount, 99 Other',
  150: '0 New, 1 PartialFill, 2 Fill, 3 DoneForDay, 4 Canceled, 5 Replaced, 6 PendingCancel, 8 Rejected, 9 Suspended, A PendingNew, C Expired, D Restated, E PendingReplace, F Trade, G TradeCorrect, H TradeCancel, I OrderStatus',
  373: '0 InvalidTagNumber, 1 RequiredTagMissing, 2 TagNotDefinedForMessage, 3 UndefinedTag, 4 TagWithoutValue, 5 ValueIncorrect, 6 IncorrectDataFormat, 9 CompIDProblem, 10 SendingTimeAccuracy, 11 InvalidMsgType, 13 TagAppearsTwice, 14 TagOutOfOrder, 16 IncorrectGroupCount',
  380: '0 Other, 1 UnknownID, 2 UnknownSecurity, 3 UnsupportedMessageType, 4 ApplicationNotAvailable, 5 RequiredFieldMissing, 6 NotAuthorized',
  431: '1 InBiddingProcess, 2 ReceivedForExecution, 3 Executing, 4 Canceling, 5 Alert, 6 AllDone, 7 Reject',
  434: '1 OrderCancelRequest, 2 OrderCancelReplaceRequest',
  530: '1 OrdersOfSymbol, 7 AllOrders',
  531: '0 Rejected, 1 OrdersOfSymbol, 7 AllOrders',
  585: '1 OrdersOfSymbol, 7 AllOrders',
};

const BY_TAG = new Map(
  Object.entries(NAMES).map(([tag, values]) => [
    Number(tag),
    new Map(values.split(', ').map((pair) => pair.split(' ') as [string, string])),
  ]),
);

/** Null if the value is not one of a few, or the engine does not use the field. */
export const valueName = (tag: number, value: string): string | null =>
  BY_TAG.get(tag)?.get(value) ?? null;
