import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { wineWrapper } from './wine-wrapper';

// A wine that tells how it was called. The folder has what a shell likes least in its name.
let folder: string;
let wrapper: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "it's a $HOME-"));
  const program = executable('wine', '#!/bin/sh\necho "$WINEPREFIX"\nprintf "%s\\n" "$@"\n');
  const wine = { program, prefix: join(folder, 'prefix') };
  const mongod = { executable: join(folder, 'mongod.exe'), version: '7.0.15' };
  wrapper = executable('mongod', wineWrapper(wine, mongod));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function executable(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  chmodSync(path, 0o755);
  return path;
}

it('tells its version as mongod does', () => {
  expect(execFileSync(wrapper, ['--version'], { encoding: 'utf8' })).toBe('db version v7.0.15\n');
});

it('turns paths, and nothing else, into those of Windows', () => {
  const args = ['--port', '1', '--dbpath', '/a b/it\'s "c"', '--replSet', '/ome'];
  const lines = execFileSync(wrapper, args, { encoding: 'utf8' }).trimEnd().split('\n');
  expect(lines).toEqual([
    join(folder, 'prefix'),
    join(folder, 'mongod.exe'),
    ...['--port', '1', '--dbpath', 'Z:\\a b\\it\'s "c"', '--replSet', '/ome'],
    ...['--setParameter', 'diagnosticDataCollectionEnabled=false'],
  ]);
});
