import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { processBirth } from './embedded/process-birth';
import { endOrphans, RunFile, type RunState } from './run-file';

const addresses = {
  apiUrl: 'http://api',
  simulatorUrl: 'http://simulator',
  workerUrl: 'http://w',
  fixAddress: '127.0.0.1:5003',
};

const said: string[] = [];
const say = (line: string) => void said.push(line);

let dataDir: string;
let other: ChildProcess;
let otherPid: number;

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'ome-run-file-'));
  other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  await once(other, 'spawn');
  otherPid = other.pid as number;
});
afterEach(() => {
  other.kill('SIGKILL');
  rmSync(dataDir, { recursive: true, force: true });
});

const read = () => JSON.parse(readFileSync(join(dataDir, 'run.json'), 'utf8')) as RunState;

it('lists addresses and running processes', () => {
  const runFile = RunFile.create(dataDir, addresses, say);
  runFile.setUrls({ mongoUrl: 'mongodb://m', redisUrl: 'redis://r' });
  runFile.setPid('api', otherPid);
  runFile.setPid('worker', otherPid);
  runFile.setPid('worker', undefined);
  expect(read()).toEqual({
    pid: process.pid,
    startedAt: expect.any(String),
    ...addresses,
    mongoUrl: 'mongodb://m',
    redisUrl: 'redis://r',
    processes: { api: otherPid },
    births: { api: processBirth(otherPid) },
  });
});

it('lets the next start end what a killed launcher has left', async () => {
  RunFile.create(dataDir, addresses, say).setPid('redis', otherPid);
  await endOrphans(dataDir);
  expect(processBirth(otherPid)).toBeUndefined();
});

it('spares a process that has the id of a dead one', async () => {
  RunFile.create(dataDir, addresses, say).setPid('redis', otherPid);
  const state = { ...read(), births: { redis: 'born at another time' } };
  writeFileSync(join(dataDir, 'run.json'), JSON.stringify(state));
  await endOrphans(dataDir);
  expect(processBirth(otherPid)).toBeDefined();
});

it('has nothing to end in a new data folder', async () => {
  await expect(endOrphans(dataDir)).resolves.toBeUndefined();
});

it('says when it cannot be written, and nothing else suffers', () => {
  const runFile = RunFile.create(dataDir, addresses, say);
  rmSync(dataDir, { recursive: true });
  runFile.setPid('api', otherPid);
  expect(said).toEqual([expect.stringMatching(/run\.json cannot be written: ENOENT/)]);
});
