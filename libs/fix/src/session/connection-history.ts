/** Why a connection ended, or a Logon was refused: as one side told the other, or as it was found. */
export interface ConnectionEnd {
  at: Date;
  text: string;
}

/** What operators are shown of a session's connections in this process. */
export class ConnectionHistory {
  /** The last refusal, Logout with a text, or fault; null if there was none. */
  end: ConnectionEnd | null = null;

  /** @param since when it was logged on, or out, last */
  constructor(public since: Date) {}

  ended(at: Date, text: string | null): void {
    if (text !== null) this.end = { at, text };
  }
}
