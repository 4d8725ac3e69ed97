import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '..', '..', '..');
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  version: string;
  scripts: Record<string, string>;
  dependencies: Record<string, string>;
};

interface Bom {
  bomFormat: string;
  metadata: { component: { version: string } };
  components: { name: string; group?: string; version: string; hashes?: object[] }[];
}

test('the software bill of materials names every package, each with its hash', () => {
  const [command, ...args] = manifest.scripts.sbom.split(' ');
  const bom = JSON.parse(
    execFileSync(command, args, { cwd: root, maxBuffer: 64 * 1024 * 1024, encoding: 'utf8' }),
  ) as Bom;
  expect(bom.bomFormat).toBe('CycloneDX');
  expect(bom.metadata.component.version).toBe(manifest.version);
  const names = bom.components.map(({ name, group }) => (group ? `${group}/${name}` : name));
  expect(names).toEqual(expect.arrayContaining(Object.keys(manifest.dependencies)));
  expect(bom.components.filter(({ hashes }) => !hashes)).toEqual([]);
}, 60_000);
