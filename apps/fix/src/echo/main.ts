import {
  dictionaryOf,
  ENVELOPES,
  FixAcceptor,
  FixSession,
  type FixVersion,
  MemoryFixLog,
} from '@ome/fix';
import { parseArgs } from 'node:util';
import { EchoApplication } from './echo-application';

/** The counterparties of the session tests, and the version that each of them speaks. */
const COUNTERPARTIES: Readonly<Record<string, FixVersion>> = {
  TW42: 'FIX.4.2',
  TW44: 'FIX.4.4',
  TW50SP2: 'FIX.5.0SP2',
};
const ACCEPTOR = 'ISLD';
const TICK_MS = 100;

async function makeSession(targetCompId: string, version: FixVersion): Promise<FixSession> {
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
    now: () => new Date(),
    initiator: null,
  };
  const echo = new EchoApplication(dictionary, envelope.applVerId);
  return new FixSession(options, log, echo, await log.open());
}

async function run(): Promise<void> {
  const { values } = parseArgs({ options: { port: { type: 'string', default: '0' } } });
  const sessions = new Map<string, FixSession>();
  for (const [name, version] of Object.entries(COUNTERPARTIES)) {
    sessions.set(`${ENVELOPES[version].beginString} ${name}`, await makeSession(name, version));
  }
  const acceptor = new FixAcceptor({
    sessionOf: (logon) => {
      const isForUs = logon.get(56) === ACCEPTOR;
      return isForUs ? (sessions.get(`${logon.get(8)} ${logon.get(49)}`) ?? null) : null;
    },
  });
  setInterval(() => sessions.forEach((session) => session.tick()), TICK_MS);
  const port = await acceptor.listen(Number(values.port), '127.0.0.1');
  process.stdout.write(`The FIX echo listens on port ${port}\n`);
}

void run();
