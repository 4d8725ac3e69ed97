const { createHash } = require('node:crypto');
const { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const swc = require('@swc/core');
const { createInstrumenter } = require('istanbul-lib-instrument');

/** The TypeScript files that this process has loaded, and where their source maps are. */
const compiledFiles = new Map();

/**
 * Lets `require` load TypeScript, compiled by .swcrc as in the build. The compiled code stays in
 * Jest's cache folder.
 *
 * @param isCovered whether the coverage of a file is counted
 */
function loadTypeScript({ cacheDirectory, rootDir }, onCompiled, isCovered) {
  const folder = join(cacheDirectory, 'typescript');
  mkdirSync(folder, { recursive: true });
  const options = readFileSync(join(rootDir, '.swcrc'));

  require.extensions['.ts'] = (module, filename) => {
    const source = readFileSync(filename, 'utf8');
    const counts = isCovered(filename);
    const key = createHash('sha256')
      .update([swc.version, options, filename, source, counts].join('\0'))
      .digest('hex');
    const compiled = join(folder, `${key}.js`);
    const map = `${compiled}.map`;
    if (!existsSync(compiled)) {
      const plain = swc.transformSync(source, { cwd: rootDir, filename, sourceMaps: true });
      const output = counts ? withCounters(plain, filename) : plain;
      write(map, output.map);
      write(compiled, output.code);
    }
    compiledFiles.set(filename, map);
    onCompiled(filename, map);
    module._compile(readFileSync(compiled, 'utf8'), filename);
  };
}

function withCounters({ code, map }, filename) {
  const instrumenter = createInstrumenter({ produceSourceMap: true, esModules: false });
  const lines = JSON.parse(map);
  delete lines.sourcesContent;
  const counting = instrumenter.instrumentSync(code, filename, lines);
  return { code: counting, map: JSON.stringify(instrumenter.lastSourceMap()) };
}

// Another worker may compile the same file: it always reads a complete one.
function write(file, text) {
  const unfinished = `${file}.${process.pid}`;
  writeFileSync(unfinished, text);
  renameSync(unfinished, file);
}

module.exports = { compiledFiles, loadTypeScript };
