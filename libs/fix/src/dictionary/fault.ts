/** SessionRejectReason (373). */
export enum FaultReason {
  InvalidTagNumber = 0,
  RequiredTagMissing = 1,
  TagNotDefinedForMessage = 2,
  TagWithoutValue = 4,
  ValueIncorrect = 5,
  IncorrectDataFormat = 6,
  CompIdProblem = 9,
  SendingTimeAccuracy = 10,
  InvalidMsgType = 11,
  TagAppearsTwice = 13,
  TagOutOfOrder = 14,
  IncorrectGroupCount = 16,
}

/** Text (58) of a Reject, with the wording that counterparties know. */
export const FAULT_TEXT: Readonly<Record<FaultReason, string>> = {
  [FaultReason.InvalidTagNumber]: 'Invalid tag number',
  [FaultReason.RequiredTagMissing]: 'Required tag missing',
  [FaultReason.TagNotDefinedForMessage]: 'Tag not defined for this message type',
  [FaultReason.TagWithoutValue]: 'Tag specified without a value',
  [FaultReason.ValueIncorrect]: 'Value is incorrect (out of range) for this tag',
  [FaultReason.IncorrectDataFormat]: 'Incorrect data format for value',
  [FaultReason.CompIdProblem]: 'CompID problem',
  [FaultReason.SendingTimeAccuracy]: 'SendingTime accuracy problem',
  [FaultReason.InvalidMsgType]: 'Invalid MsgType',
  [FaultReason.TagAppearsTwice]: 'Tag appears more than once',
  [FaultReason.TagOutOfOrder]: 'Tag specified out of required order',
  [FaultReason.IncorrectGroupCount]: 'Incorrect NumInGroup count for repeating group',
};

/** The fault of a message, and the field. */
export interface Fault {
  reason: FaultReason;
  tag?: number;
}
