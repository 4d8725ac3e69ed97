import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { BrokerAccount } from '../brokers/broker-account';
import { BreezeStream } from '../breeze/breeze-stream';
import { Sessions } from '../brokers/sessions';
import { createSimulator } from '../create-simulator';
import { OFFICIAL_CLIENTS, type OfficialClient } from './clients';
import { Recorder, type JudgedCall, type Recording } from './recording';
import { Relay } from './relay';
import { pageOf } from './table';

const FOLDER = resolve('apps/simulator/judges');
const RECORDED = join(FOLDER, 'recorded');
const PAGE = resolve('docs/guides/official-clients.md');
const FETCHED = resolve(process.env.JUDGES_DIR ?? '.ome/judges');

const KEY = { apiKey: 'judge-key', apiSecret: 'judge-secret' };
const USERS = { flattrade: 'FT067890', breeze: 'EFGH5678' };

/** Runs a program; what it wrote, and whether it ended well. */
function run(
  command: string,
  args: string[],
  env: NodeJS.ProcessEnv = {},
): Promise<{ text: string; ok: boolean }> {
  return new Promise((done, fail) => {
    const child = spawn(command, args, { env: { ...process.env, ...env }, timeout: 180_000 });
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
    child.on('error', fail);
    child.on('close', (code) => done({ text, ok: code === 0 }));
  });
}

/** A client that is neither there nor can be fetched. */
class NotFetched extends Error {}

async function fetched(folder: string, command: string, args: string[]): Promise<void> {
  const { text, ok } = await run(command, args);
  if (ok) return;
  const [why] = text.trim().split('\n').slice(-1);
  throw new NotFetched(
    `"${command} ${args.join(' ')}" says: ${why}. Put what it fetches into ${folder}, or have JUDGES_DIR name the folder above.`,
  );
}

/** The folder of a client, fetched if it is not there. @throws NotFetched */
async function folderOf({ source }: OfficialClient): Promise<string> {
  mkdirSync(FETCHED, { recursive: true });
  const modules = join(FETCHED, 'node_modules');
  // All at once: an installation removes what earlier ones brought and this one does not name.
  const wanted = [...new Set(OFFICIAL_CLIENTS.flatMap(({ packages }) => packages))];
  if (wanted.some((name) => !existsSync(join(modules, name.replace(/@.*/, ''))))) {
    const options = ['--no-save', '--no-audit', '--ignore-scripts', '--prefix', FETCHED];
    await fetched(modules, 'npm', ['install', ...options, ...wanted]);
  }
  if ('package' in source) {
    const folder = join(FETCHED, source.package.replace(/@.*/, ''));
    if (existsSync(join(folder, 'package.json'))) return folder;
    // Not installed: it names packages that only stand for modules of Node.
    const options = ['--silent', '--pack-destination', FETCHED];
    await fetched(folder, 'npm', ['pack', ...options, source.package]);
    mkdirSync(folder, { recursive: true });
    const archive = join(FETCHED, `${source.package.replace('@', '-')}.tgz`);
    await fetched(folder, 'tar', ['xzf', archive, '-C', folder, '--strip-components', '1']);
    return folder;
  }
  const folder = join(FETCHED, basename(source.repository));
  if (!existsSync(folder)) {
    const address = `https://github.com/${source.repository}`;
    await fetched(folder, 'git', ['clone', '--quiet', '--depth', '1', address, folder]);
  }
  return folder;
}

/**
 * Logs in as a program does; what a driver needs to know, and what no recording holds.
 * @param stream the address of the websockets
 */
async function logIn(
  app: NestFastifyApplication,
  broker: OfficialClient['broker'],
  stream: string,
): Promise<{ settings: object; secrets: Record<string, string> }> {
  const url = await app.getUrl();
  const user = USERS[broker];
  const page = { flattrade: 'auth?app_key', breeze: 'apiuser/login?api_key' }[broker];
  const login = await fetch(`${url}/${broker}/${page}=${KEY.apiKey}`, { redirect: 'manual' });
  const given = new URL(login.headers.get('location')!).searchParams;
  if (broker === 'breeze') {
    const session = given.get('apisession')!;
    const settings = {
      rest: `${url}/breeze/breezeapi/api/v1/`,
      rest2: `${url}/breeze/api/v2/`,
      stream: stream.replace('ws', 'http'),
      master: `${url}/breeze/MotherAppMaster/SecurityMaster.zip`,
      shares: `${url}/breeze/Content/File/txtFile/ScripFile/NSEScripMaster.txt`,
      key: KEY.apiKey,
      secret: KEY.apiSecret,
    };
    return { settings: { ...settings, session, user }, secrets: { session } };
  }
  const code = given.get('code')!;
  const hash = createHash('sha256').update(`${KEY.apiKey}${code}${KEY.apiSecret}`).digest('hex');
  const answer = await fetch(`${url}/flattrade/trade/apitoken`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ api_key: KEY.apiKey, request_code: code, api_secret: hash }),
  });
  const { token } = (await answer.json()) as { token: string };
  const rest = `${url}/flattrade/PiConnectAPI`;
  const socket = `${stream}/flattrade/PiConnectWSAPI/`;
  return { settings: { rest, socket, token, user }, secrets: { token } };
}

async function judge(client: OfficialClient, folder: string): Promise<Recording> {
  const redirect = new URL('http://127.0.0.1:9/callback');
  const { broker, driver, name } = client;
  const { apiKey, apiSecret } = KEY;
  const account = new BrokerAccount(broker, USERS[broker], apiKey, apiSecret, redirect, false);
  const app = await createSimulator({
    port: 0,
    host: '127.0.0.1',
    streamPort: 0,
    fixPort: 0,
    engineUrl: redirect,
    seed: 1,
    apiKey: '',
    brokers: [account],
    limitFactor: 100,
    market: true,
    fedSymbols: [],
  });
  const recorder = new Recorder(app);
  await app.listen(0, '127.0.0.1');
  const streams = {
    flattrade: (await app.getUrl()).replace('http', 'ws'),
    breeze: `ws://127.0.0.1:${app.get(BreezeStream).port}`,
  };
  const relay = new Relay(streams[broker], (event) => recorder.hear(event));
  try {
    const at = new Date().toISOString();
    const { settings, secrets } = await logIn(app, broker, await relay.address());
    const program = driver.endsWith('.py')
      ? (process.env.JUDGES_PYTHON ?? 'python3')
      : process.execPath;
    const args = [join(FOLDER, driver), folder, JSON.stringify(settings)];
    const { text, ok } = await run(program, args, { NODE_PATH: join(FETCHED, 'node_modules') });
    const calls = text
      .split('\n')
      .filter((line) => line.startsWith('judge '))
      .map((line) => JSON.parse(line.slice('judge '.length)) as JudgedCall);
    if (calls.length === 0) throw new Error(text.slice(-2_000));
    if (!ok) {
      const others = text.split('\n').filter((line) => !line.startsWith('judge '));
      process.stdout.write(`${others.join('\n').slice(-2_000)}\n`);
      calls.push({ call: 'all of them', ok: false, note: 'The driver ended early.' });
    }
    // The client of Breeze opens its session itself.
    const token = app.get(Sessions).sessionOf(account)?.token ?? '';
    const [, key] = Buffer.from(token, 'base64').toString().split(':');
    const hidden = broker === 'breeze' ? { ...secrets, sessionToken: token, token: key } : secrets;
    return { client: name, at, calls, steps: recorder.take(hidden) };
  } finally {
    relay.close();
    await app.close();
  }
}

async function main(): Promise<void> {
  mkdirSync(RECORDED, { recursive: true });
  const wanted = process.argv.slice(2);
  let failures = 0;
  for (const client of OFFICIAL_CLIENTS) {
    if (wanted.length > 0 && !wanted.includes(client.name)) continue;
    let folder: string;
    try {
      folder = await folderOf(client);
    } catch (error) {
      if (!(error instanceof NotFetched)) throw error;
      process.stdout.write(`${client.name}: not run. ${error.message}\n`);
      failures += 1;
      continue;
    }
    const recording = await judge(client, folder);
    const bad = recording.calls.filter(({ call, ok }) => !ok && !client.exceptions[call]);
    const works = recording.calls.filter(({ ok }) => ok).length;
    process.stdout.write(`${client.name}: ${works} of ${recording.calls.length} work\n`);
    for (const { call, note } of bad) process.stdout.write(`  ${call}: ${note ?? ''}\n`);
    failures += bad.length;
    const kept = { ...recording, calls: recording.calls.map(({ call, ok }) => ({ call, ok })) };
    writeFileSync(join(RECORDED, `${client.name}.json`), `${JSON.stringify(kept, null, 1)}\n`);
  }
  const recordings = readdirSync(RECORDED).map(
    (file) => JSON.parse(readFileSync(join(RECORDED, file), 'utf8')) as Recording,
  );
  writeFileSync(PAGE, pageOf(recordings));
  process.exitCode = failures > 0 ? 1 : 0;
}

void main();
