import {
  dictionaryOf,
  ENVELOPES,
  type FixMessage,
  FixSession,
  type FixVersion,
  MemoryFixLog,
} from '@ome/fix';
import { EchoApplication } from './echo-application';

/** The counterparties of the session tests, by the version that each of them speaks. */
export const ECHO_COUNTERPARTIES: Readonly<Record<FixVersion, string>> = {
  'FIX.4.2': 'TW42',
  'FIX.4.4': 'TW44',
  'FIX.5.0SP2': 'TW50SP2',
};
const ACCEPTOR = 'ISLD';

/** The sessions that the session tests log on to: each echoes, and begins anew with every Logon. */
export class EchoSessions {
  private readonly sessions = new Map<string, FixSession>();

  private constructor(private readonly now: () => Date) {}

  static async make(now: () => Date): Promise<EchoSessions> {
    const made = new EchoSessions(now);
    for (const [version, name] of Object.entries(ECHO_COUNTERPARTIES)) {
      await made.add(version as FixVersion, name);
    }
    return made;
  }

  sessionOf(logon: FixMessage): FixSession | null {
    if (logon.get(56) !== ACCEPTOR) return null;
    return this.sessions.get(`${logon.get(8)} ${logon.get(49)}`) ?? null;
  }

  tick(): void {
    for (const session of this.sessions.values()) session.tick();
  }

  private async add(version: FixVersion, targetCompId: string): Promise<void> {
    const log = new MemoryFixLog();
    const dictionary = dictionaryOf(version);
    const envelope = ENVELOPES[version];
    const options = {
      ...envelope,
      senderCompId: ACCEPTOR,
      targetCompId,
      dictionary,
      resetOnLogon: true,
      resetAllowed: true,
      window: 200,
      now: this.now,
      initiator: null,
    };
    const echo = new EchoApplication(dictionary, envelope.applVerId);
    const session = new FixSession(options, log, echo, await log.open());
    this.sessions.set(`${envelope.beginString} ${targetCompId}`, session);
  }
}
