import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { FileFixLog } from '../../../fix/src/client/file-fix-log';
import { FixClient } from '../../../fix/src/client/fix-client';
import { nextRequest, type Request, REQUESTS } from './desk-orders';

/** A pause every so many orders: a kill is to find some of them entered. */
const BURST = 5;
const PAUSE_MS = 10;
const RECONNECT_MS = 200;

/**
 * A desk that may be killed at any moment, and goes on where it was: what it has sent is in its log,
 * and what it was told in `reports.txt`, a line a message: MsgSeqNum, MsgType, ExecID, ClOrdID,
 * ExecType, OrdStatus.
 */
async function run(): Promise<void> {
  const text = { type: 'string' } as const;
  const options = { port: text, session: text, orders: text, folder: text };
  const { port, session, orders, folder } = parseArgs({ options }).values;
  const logFile = join(folder!, 'session.log');
  const reportsFile = join(folder!, 'reports.txt');
  const kept = (file: string) => (existsSync(file) ? readFileSync(file, 'utf8') : '');
  const asked = new Set(
    [...kept(logFile).matchAll(/(?:^|"|\\u0001)11=([QCX]\d+)/g)].map(([, id]) => id),
  );

  const client = await FixClient.create({
    host: '127.0.0.1',
    port: Number(port),
    version: 'FIX.4.4',
    senderCompId: session!,
    targetCompId: 'OME',
    resetOnLogon: false,
    log: new FileFixLog(logFile),
  });
  const ask = (request: Request, index: number) => {
    const clOrdId = `${request}${index}`;
    if (asked.has(clOrdId)) return;
    asked.add(clOrdId);
    client.send(REQUESTS[request].type, REQUESTS[request].body(index));
  };
  client.onMessage = (message) => {
    const clOrdId = message.get(11) ?? '-';
    const fields = [17, 11, 150, 39].map((tag) => message.get(tag) ?? '-');
    appendFileSync(reportsFile, `${[message.seq, message.type, ...fields].join(' ')}\n`);
    const next = nextRequest(clOrdId, message.get(150) ?? '');
    if (next) ask(next, Number(clOrdId.slice(1)));
  };
  void enter(client, Number(orders), ask);
  for (;;) {
    if (!client.isConnected) await client.connect().catch(() => undefined);
    await sleep(RECONNECT_MS);
  }
}

async function enter(
  client: FixClient,
  orders: number,
  ask: (request: Request, index: number) => void,
): Promise<void> {
  while (!client.isLoggedOn) await sleep(PAUSE_MS);
  for (let index = 0; index < orders; index += 1) {
    ask('Q', index);
    if (index % BURST === 0) await sleep(PAUSE_MS);
  }
}

void run();
