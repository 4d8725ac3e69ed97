/** FIX OrdStatus (39): the fourteen statuses that an order can show, under their API names. */
export enum OrdStatus {
  PendingNew = 'PendingNew',
  New = 'New',
  PartiallyFilled = 'PartiallyFilled',
  Filled = 'Filled',
  DoneForDay = 'DoneForDay',
  Canceled = 'Canceled',
  PendingCancel = 'PendingCancel',
  Stopped = 'Stopped',
  Rejected = 'Rejected',
  Suspended = 'Suspended',
  Calculated = 'Calculated',
  Expired = 'Expired',
  AcceptedForBidding = 'AcceptedForBidding',
  PendingReplace = 'PendingReplace',
}

/** FIX OrdStatus codes, as sent in field 39. */
export const ORD_STATUS_CODE: Readonly<Record<OrdStatus, string>> = {
  [OrdStatus.New]: '0',
  [OrdStatus.PartiallyFilled]: '1',
  [OrdStatus.Filled]: '2',
  [OrdStatus.DoneForDay]: '3',
  [OrdStatus.Canceled]: '4',
  [OrdStatus.PendingCancel]: '6',
  [OrdStatus.Stopped]: '7',
  [OrdStatus.Rejected]: '8',
  [OrdStatus.Suspended]: '9',
  [OrdStatus.PendingNew]: 'A',
  [OrdStatus.Calculated]: 'B',
  [OrdStatus.Expired]: 'C',
  [OrdStatus.AcceptedForBidding]: 'D',
  [OrdStatus.PendingReplace]: 'E',
};

const BY_CODE_OR_NAME: ReadonlyMap<string, OrdStatus> = new Map(
  Object.values(OrdStatus).flatMap((status) => [
    [ORD_STATUS_CODE[status], status],
    [status, status],
  ]),
);

/** An OrdStatus from its FIX code or its name; undefined if it is neither. */
export const parseOrdStatus = (text: string): OrdStatus | undefined => BY_CODE_OR_NAME.get(text);

/** A status in which the venue no longer works the order; only late fills and busts follow. */
export function isTerminal(status: OrdStatus): boolean {
  return (
    status === OrdStatus.Filled ||
    status === OrdStatus.Canceled ||
    status === OrdStatus.Rejected ||
    status === OrdStatus.Expired
  );
}

/** A status that waits for the answer to a request of ours or of the venue's own desk. */
export function isPending(status: OrdStatus): boolean {
  return status === OrdStatus.PendingCancel || status === OrdStatus.PendingReplace;
}
