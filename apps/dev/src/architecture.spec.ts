import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(__dirname, '..', '..', '..');

it('has imports that point down only, and no cycles', () => {
  const depcruise = join(root, 'node_modules', '.bin', 'depcruise');
  const { stdout, stderr } = spawnSync(depcruise, ['apps', 'libs'], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  });
  expect(stdout + stderr).toContain('no dependency violations found');
});
