import type { Field } from '../codec/field';
import type { FixMessage } from '../codec/fix-message';
import { parseUtcTimestamp } from '../codec/timestamp';
import { type Fault, FAULT_TEXT, FaultReason } from '../dictionary/fault';
import type { OutgoingMessage } from './fix-application';
import { returnRoute } from './return-route';
import type { SessionOptions } from './session-options';

/** How far SendingTime (52) may be from our clock; QuickFIX's value. */
const SENDING_TIME_TOLERANCE_MS = 120_000;

/** Why the header of a message is refused; null if it is not. */
export function headerFault(options: SessionOptions, message: FixMessage): FaultReason | null {
  if (!isTimely(options, message)) return FaultReason.SendingTimeAccuracy;
  return isAddressed(options, message) ? null : FaultReason.CompIdProblem;
}

/** Why a Logon is refused, for the operator; null if it is not. */
export function logonFault(options: SessionOptions, message: FixMessage): string | null {
  if (!isTimely(options, message)) return 'SendingTime of the Logon is off';
  if (!isAddressed(options, message)) return 'CompIDs of the Logon are those of another session';
  return message.get(98) === '0' ? null : 'EncryptMethod is not 0';
}

/** Why the ResetSeqNumFlag (141) of a Logon is refused, for the operator; null if it is not. */
export function resetFault(options: SessionOptions, message: FixMessage): string | null {
  const { initiator, resetAllowed, resetOnLogon } = options;
  if (message.get(141) !== 'Y') return null;
  if (!initiator) return resetAllowed ? null : 'ResetSeqNumFlag';
  // Messages may be lost by it: people have to decide.
  return resetOnLogon ? null : 'The counterparty began its numbers anew, unasked';
}

/** Our Logon (A): the first message of the side that connects, or the answer to it. */
export const ourLogon = (
  { applVerId }: SessionOptions,
  heartBtInt: Field[1],
  isReset: boolean,
  unlogged: readonly Field[] = [],
): OutgoingMessage => ({
  type: 'A',
  body: [
    [98, 0],
    [108, heartBtInt],
    [141, isReset ? 'Y' : null],
    [1137, applVerId],
  ],
  unlogged,
});

/** Venues give the reason for refusing a Logon in their Logout. */
export const notLoggedOn = (message: FixMessage): string =>
  message.type === '5'
    ? `The Logon was refused: ${message.get(58) ?? 'no reason given'}`
    : 'The first message is no Logon';

/** What is wrong with OrigSendingTime (122) of a message that came before; null if nothing is. */
export function duplicateFault(message: FixMessage): Fault | null {
  const original = message.get(122);
  if (original === undefined) return { reason: FaultReason.RequiredTagMissing, tag: 122 };
  const [sentAt, originalAt] = [message.get(52), original].map(parseUtcTimestamp);
  const isLater = sentAt && originalAt && originalAt > sentAt;
  return isLater ? { reason: FaultReason.SendingTimeAccuracy } : null;
}

/** The Reject (3) of a message. */
export function sessionReject(
  { beginString }: SessionOptions,
  message: FixMessage,
  { reason, tag }: Fault,
): OutgoingMessage {
  // FIX 4.2 knows the reasons up to 11 only.
  const isKnown = beginString !== 'FIX.4.2' || reason <= FaultReason.InvalidMsgType;
  return {
    type: '3',
    header: returnRoute(message),
    body: [
      [45, message.seq],
      [58, FAULT_TEXT[reason]],
      [371, tag],
      [372, message.type],
      [373, isKnown ? reason : null],
    ],
  };
}

function isTimely({ now }: SessionOptions, message: FixMessage): boolean {
  const at = parseUtcTimestamp(message.get(52));
  return at !== null && Math.abs(now().getTime() - at.getTime()) <= SENDING_TIME_TOLERANCE_MS;
}

const isAddressed = (
  { senderCompId, targetCompId }: SessionOptions,
  message: FixMessage,
): boolean => message.get(49) === targetCompId && message.get(56) === senderCompId;
