// Builds, unless the last build that it made was of the same sources. Lint checks the types.
const { execSync } = require('node:child_process');
const { createHash } = require('node:crypto');
const { existsSync, readdirSync, readFileSync, statSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

const SOURCES = ['apps', 'libs', '.swcrc', 'nest-cli.json', 'package-lock.json', 'tsconfig.json'];
const STAMP = 'dist/built-from';

function filesIn(path) {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesIn(join(path, name)));
}

function sourcesHash() {
  const hash = createHash('sha256');
  for (const file of SOURCES.flatMap(filesIn)) hash.update(`${file}\0`).update(readFileSync(file));
  return hash.digest('hex');
}

process.chdir(join(__dirname, '../..'));
const hash = sourcesHash();
if (!existsSync(STAMP) || readFileSync(STAMP, 'utf8') !== hash) {
  execSync('npm run build', { stdio: 'inherit' });
  writeFileSync(STAMP, hash);
}
