import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { takeLock } from './lock-file';
import { processBirth } from './process-birth';

let folder: string;
let file: string;
let other: ChildProcess;
let otherPid: number;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ome-lock-'));
  file = join(folder, 'engine.lock');
  other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  await once(other, 'spawn');
  otherPid = other.pid as number;
});
afterEach(() => {
  other.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

function lockOf(pid: number, birth: string | undefined): void {
  writeFileSync(file, JSON.stringify({ pid, birth, label: 'http://engine' }));
}

it('is taken once, and free again when released', () => {
  const lock = takeLock(file, 'first');
  expect(takeLock(file, 'second')).toMatchObject({
    taken: false,
    holder: { pid: process.pid, label: 'first' },
  });
  if (lock.taken) lock.release();
  expect(takeLock(file, 'third').taken).toBe(true);
});

it('names a living process that holds it', () => {
  lockOf(otherPid, processBirth(otherPid));
  expect(takeLock(file, 'me')).toMatchObject({
    taken: false,
    holder: { pid: otherPid, label: 'http://engine' },
  });
});

it('is taken over from a process that was killed', async () => {
  lockOf(otherPid, processBirth(otherPid));
  other.kill('SIGKILL');
  await once(other, 'exit');
  expect(takeLock(file, 'me').taken).toBe(true);
});

it('is taken over when the process id has gone to another process', () => {
  lockOf(otherPid, 'born at another time');
  expect(takeLock(file, 'me').taken).toBe(true);
});

it('is taken over when a power cut has left it empty', () => {
  writeFileSync(file, '');
  expect(takeLock(file, 'me').taken).toBe(true);
});

it('leaves no other file behind', () => {
  lockOf(otherPid, 'born at another time');
  takeLock(file, 'me');
  expect(readdirSync(folder)).toEqual(['engine.lock']);
});
