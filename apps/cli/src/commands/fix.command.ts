import {
  FIX_SESSION_ROLES,
  FIX_SESSION_VERSIONS,
  type FixLinkTerms,
  type FixSessionLogoutRequest,
  type FixSessionRequest,
  type FixSessionResetRequest,
  type FixSessionRole,
  type FixSessionVersion,
  type FixVenueField,
  type PageRequest,
} from '@ome/contracts';
import { Command, InvalidArgumentError } from 'commander';
import { FIX_MESSAGES, FIX_SESSIONS } from '../columns';
import { choice, example, names, paged, wholeNumber } from '../options';
import { reading } from '../reading';
import type { OpenSession } from '../session';

const SHOWN_MESSAGES = 20;

export function fixCommand(open: OpenSession): Command {
  return new Command('fix')
    .description('FIX sessions of counterparties; needs the scope ops, or admin to change them')
    .addCommand(listSessions(open), { isDefault: true })
    .addCommand(listMessages(open))
    .addCommand(setSession(open))
    .addCommand(removeSession(open))
    .addCommand(logOut(open))
    .addCommand(resetSession(open));
}

function listSessions(open: OpenSession): Command {
  const command = new Command('list').description(
    'all sessions: whether each is logged on, and its next sequence numbers',
  );
  reading(command, open, async (session) =>
    session.list(await session.client.fixSessions.list(), FIX_SESSIONS),
  );
  return example(command, 'fix');
}

function listMessages(open: OpenSession): Command {
  const command = paged(new Command('messages'))
    .description('what the engine sent in a session, the newest first')
    .argument('<compId>');
  reading(command, open, async (session, options: PageRequest, compId: string) => {
    const page = { limit: SHOWN_MESSAGES, ...options };
    session.list(await session.client.fixSessions.messages(compId, page), FIX_MESSAGES);
  });
  return example(command, 'fix messages DESK44 --limit 20');
}

interface FixSessionOptions {
  version: FixSessionVersion;
  role?: FixSessionRole;
  accounts?: string[];
  users?: string[];
  defaultAccount?: string;
  defaultExchange?: string;
  /** Commander's name of `--no-reset`. */
  reset: boolean;
  cancelOnDisconnect?: true;
  disabled?: boolean;
  maxPerSecond?: number;
  messageTypes?: string[];
  addresses?: string[];
  certificates?: string[];
  hours?: string;
  timeZone?: string;
  tradingDaysOf?: string;
  connectTo?: FixAddress;
  tls?: true;
  senderCompId?: string;
  heartBtInt?: number;
  resetOnLogon?: true;
  resetWhenLost?: true;
  /** Commander's name of `--no-asked-again`. */
  askedAgain: boolean;
  unknownIsAbsent?: true;
  massStatus?: true;
  dedupes?: true;
  shortIds?: true;
  headerFields?: FixVenueField[];
  fields?: FixVenueField[];
}

type FixAddress = Pick<FixLinkTerms, 'host' | 'port'>;

function setSession(open: OpenSession): Command {
  const command = new Command('set')
    .description('create a session, or replace it; what is not given is the default')
    .argument('<compId>', 'SenderCompID (49) of the counterparty')
    .addOption(
      choice('--version <version>', 'its FIX version', FIX_SESSION_VERSIONS).makeOptionMandatory(),
    )
    .addOption(choice('--role <role>', 'what it is for: order entry by default', FIX_SESSION_ROLES))
    .option('--accounts <accounts>', 'for these only; 42* means all that begin with 42', names)
    .option('--users <users>', 'for orders of these users only', names)
    .option('--default-account <account>', 'of orders without Account (1): the CompID by default')
    .option('--default-exchange <exchange>', 'of orders without SecurityExchange (207)')
    .option('--no-reset', 'refuse ResetSeqNumFlag (141)')
    .option('--cancel-on-disconnect', 'cancel its open orders when its connection ends')
    .option('--disabled', 'nobody may log on to it')
    .option('--max-per-second <count>', 'refuse more messages than that in a second', wholeNumber)
    .option('--message-types <types>', 'take these alone: D,F,G', names)
    .option('--addresses <addresses>', 'connect from these alone: 10.1.0.0/16,10.2.0.7', names)
    .option('--certificates <fingerprints>', 'SHA-256 fingerprints of its TLS certificates', names)
    .option('--hours <hours>', 'when it may log on: 09:00-17:30, or sunday 18:00-friday 17:00')
    .option('--time-zone <zone>', 'of its hours, such as Europe/London: the market by default')
    .option('--trading-days-of <exchange>', "closed on this exchange's holidays")
    .option('--connect-to <host:port>', 'of the role link: the venue', address)
    .option('--tls', 'of the role link: encrypted')
    .option('--sender-comp-id <id>', 'of the role link: our CompID there; OME by default')
    .option('--heart-bt-int <seconds>', 'of the role link: 30 by default', wholeNumber)
    .option('--reset-on-logon', 'of the role link: both numbers begin anew with each Logon')
    .option('--reset-when-lost', 'of the role link: and where the venue has lost them')
    .option('--no-asked-again', 'of the role link: what the venue asks for again it may have')
    .option('--unknown-is-absent', 'of the role link: what the venue does not know it never had')
    .option('--mass-status', 'of the role link: the venue answers mass status requests (AF)')
    .option('--dedupes', 'of the role link: the venue knows a ClOrdID again')
    .option('--short-ids', 'of the role link: ClOrdIDs of at most 20 letters and digits')
    .option('--header-fields <fields>', 'of the role link: in every message, 50=DESK', venueFields)
    .option('--fields <fields>', 'of the role link: in every order, 9001={account}', venueFields)
    .action(async (compId: string, options: FixSessionOptions, own: Command) => {
      const session = open(own);
      session.record(await session.client.fixSessions.set(compId, requestOf(options)));
    });
  return example(
    command,
    'fix set DESK7 --version FIX.4.4 --accounts 42,43 --cancel-on-disconnect',
  );
}

function requestOf(options: FixSessionOptions): FixSessionRequest {
  const { reset, disabled = false, maxPerSecond, connectTo, ...given } = options;
  const { tls, senderCompId, heartBtInt, resetOnLogon, resetWhenLost, askedAgain, ...more } = given;
  const { unknownIsAbsent, massStatus, dedupes, shortIds, headerFields, fields, ...session } = more;
  const link = connectTo && {
    ...connectTo,
    tls,
    senderCompId,
    heartBtInt,
    resetOnLogon,
    resetWhenLost,
    massStatus,
    dedupes,
    fields,
    askedAgainProvesAbsence: askedAgain,
    unknownProvesAbsence: unknownIsAbsent,
    shortClOrdIds: shortIds,
    header: headerFields,
  };
  return {
    ...session,
    resetAllowed: reset,
    enabled: !disabled,
    ...(maxPerSecond !== undefined && { maxMessagesPerSecond: maxPerSecond }),
    ...(link && { link }),
  };
}

function address(text: string): FixAddress {
  const [, host, port] = /^(.+):(\d{1,5})$/.exec(text) ?? [];
  if (host === undefined) throw new InvalidArgumentError('It must be such as fix.venue.com:9876.');
  return { host, port: Number(port) };
}

const venueFields = (text: string): FixVenueField[] =>
  names(text).map((field) => {
    const [, tag, value] = /^(\d{1,5})=(.+)$/.exec(field) ?? [];
    if (tag === undefined) throw new InvalidArgumentError('It must be such as 50=DESK,57=FLOOR.');
    return { tag: Number(tag), value };
  });

function removeSession(open: OpenSession): Command {
  const command = new Command('remove')
    .description('remove a session; its messages stay in the log')
    .argument('<compId>')
    .action(async (compId: string, _options: object, own: Command) => {
      const session = open(own);
      await session.client.fixSessions.remove(compId);
      session.done({ removed: compId }, `Removed ${compId}.`);
    });
  return example(command, 'fix remove DESK7');
}

function logOut(open: OpenSession): Command {
  const command = new Command('logout')
    .description('log a counterparty out; it may log on again')
    .argument('<compId>')
    .option('--reason <reason>', 'why; the audit shows it')
    .action(async (compId: string, request: FixSessionLogoutRequest, own: Command) => {
      const session = open(own);
      await session.client.fixSessions.logout(compId, request);
      session.done({ loggedOut: compId }, `Logged ${compId} out.`);
    });
  return example(command, 'fix logout DESK7');
}

function resetSession(open: OpenSession): Command {
  const command = new Command('reset')
    .description(
      'restart both sequence numbers at 1, as agreed with the counterparty; what it has not fetched is not sent again',
    )
    .argument('<compId>')
    .requiredOption('--reason <reason>', 'why; the audit shows it')
    .action(async (compId: string, request: FixSessionResetRequest, own: Command) => {
      const session = open(own);
      await session.client.fixSessions.reset(compId, request);
      session.done({ reset: compId }, `Both numbers of ${compId} restart at 1.`);
    });
  return example(command, 'fix reset DESK7 --reason "Agreed with the desk"');
}
