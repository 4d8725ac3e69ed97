import { FixAcceptor } from '@ome/fix';
import { parseArgs } from 'node:util';
import { EchoSessions } from './echo-sessions';

const TICK_MS = 100;

async function run(): Promise<void> {
  const { values } = parseArgs({ options: { port: { type: 'string', default: '0' } } });
  const sessions = await EchoSessions.make(() => new Date());
  const acceptor = new FixAcceptor({ sessionOf: (logon) => sessions.sessionOf(logon) });
  setInterval(() => sessions.tick(), TICK_MS);
  const port = await acceptor.listen(Number(values.port), '127.0.0.1');
  process.stdout.write(`The FIX echo listens on port ${port}\n`);
}

void run();
