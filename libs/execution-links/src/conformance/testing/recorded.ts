import type { BrokerLink, ExecutionLink, LinkRequest } from '@ome/engine';
import type { FaultClass } from '../../broker/broker-fault';
import type { FakeBudget } from '../../testing/broker-session';

export type Kind = LinkRequest['command']['kind'];

const KINDS: readonly Kind[] = ['new', 'replace', 'cancel'];
const LISTS = ['orders', 'trades', 'positions', 'holdings'] as const;

/** A link whose venue plays back recorded answers. */
export interface RecordedLink<L extends ExecutionLink = ExecutionLink> {
  readonly link: L;
  /** The venue's answer to every call from now on. */
  readonly plays: (status: number, body: object | string) => void;
  readonly request: (kind: Kind) => LinkRequest;
}

export interface RecordedBroker extends RecordedLink<BrokerLink> {
  readonly budget: FakeBudget;
}

/** An answer: its HTTP status, its body, and the expected result. */
export type Recording<T> = readonly [status: number, body: object | string, becomes: T];

const show = ([status, body, becomes]: Recording<unknown>): string =>
  `HTTP ${status} ${typeof body === 'string' ? body : JSON.stringify(body)}: ${String(becomes)}`;

/** Sends one command after the other, each with the same answer. */
export function describeCommandAnswers(
  open: () => Promise<RecordedLink>,
  recordings: readonly Recording<string>[],
  kinds = KINDS,
): void {
  describe(`answers to ${kinds.join(', ')}`, () => {
    test.each(recordings.map((recording) => [show(recording), recording] as const))(
      '%s',
      async (_title, [status, body, becomes]) => {
        const at = await open();
        at.plays(status, body);
        for (const kind of kinds) {
          const { outcome } = await at.link.send(at.request(kind));
          expect([kind, outcome]).toEqual([kind, becomes]);
        }
      },
    );
  });
}

/** What each class of a broker's errors means: for the command, for the session, and for a list. */
const MEANS: Readonly<Record<FaultClass, { sent: string; loggedIn: boolean; pauses: boolean }>> = {
  retryLater: { sent: 'notSent', loggedIn: true, pauses: false },
  reauthenticate: { sent: 'notSent', loggedIn: false, pauses: false },
  rateLimited: { sent: 'notSent', loggedIn: true, pauses: true },
  rejected: { sent: 'refused', loggedIn: true, pauses: false },
  unknown: { sent: 'unknown', loggedIn: true, pauses: false },
};

/** Errors of a broker, for commands and queries; only `isEmpty` answers are empty lists. */
export function describeFaults(
  open: () => Promise<RecordedBroker>,
  recordings: readonly Recording<FaultClass>[],
  isEmpty: (body: object | string) => boolean,
): void {
  describe('errors', () => {
    test.each(recordings.map((recording) => [show(recording), recording] as const))(
      '%s',
      async (_title, [status, body, becomes]) => {
        const { sent, loggedIn, pauses } = MEANS[becomes];
        for (const kind of KINDS) {
          const at = await open();
          at.plays(status, body);
          const { outcome } = await at.link.send(at.request(kind));
          expect([kind, outcome]).toEqual([kind, sent]);
          expect(at.link.loginState).toBe(loggedIn ? 'loggedIn' : 'loginNeeded');
          expect(at.budget.backedOff.length > 0).toBe(pauses);
        }
        for (const list of LISTS) {
          const { link, plays } = await open();
          plays(status, body);
          const empty = list === 'holdings' ? [] : { rows: [], unreadable: [] };
          if (isEmpty(body)) expect(await link[list]()).toEqual(empty);
          else await expect(link[list]()).rejects.toThrow();
        }
      },
    );
  });
}
