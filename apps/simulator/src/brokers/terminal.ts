import type { Answer } from '../answer';
import type { Behaviour } from '../behaviour';
import type { BrokerAccount } from './broker-account';

export const TERMINAL_ACTS = ['place', 'modify', 'cancel', 'convert'] as const;
export type TerminalAct = (typeof TERMINAL_ACTS)[number];

/** Fields of the broker's own call, or of the nearest one if it has no such call for programs. */
export type TerminalFields = Readonly<Record<string, string>>;

/**
 * A second way into an account: the broker's own app, and the risk desk. Actions there count
 * against no limit, need no session and have no faults, and show in books and streams like all
 * others.
 */
export interface Terminal {
  /** @throws Malformed in the broker's words */
  act(
    account: BrokerAccount,
    act: TerminalAct,
    fields: TerminalFields,
    behaviour: Behaviour,
  ): Answer;
  /** Cancels what is open and closes every position at the market. */
  squareOff(account: BrokerAccount): void;
}
