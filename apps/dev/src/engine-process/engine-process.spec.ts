import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EngineProcess } from './engine-process';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'ome-engine-process-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('says what a launcher said that ended instead of starting', async () => {
  const launcher = join(folder, 'apps/dev/src');
  mkdirSync(launcher, { recursive: true });
  const source = `console.error('MongoDB did not become primary.'); process.exitCode = 1;`;
  writeFileSync(join(launcher, 'main.js'), source);

  await expect(EngineProcess.start(folder, join(folder, 'data'))).rejects.toThrow(
    'The launcher ended with exit code 1. It said:\nMongoDB did not become primary.',
  );
});
