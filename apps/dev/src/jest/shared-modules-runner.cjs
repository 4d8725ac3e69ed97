const { createRequire } = require('node:module');
const { shouldInstrument } = require('@jest/transform');
const { default: circus } = require('jest-circus/runner');
const { coverageSinceAsked } = require('./coverage-since-asked.cjs');
const { compiledFiles, loadTypeScript } = require('./load-typescript.cjs');
const { withoutAsyncHooks } = require('./running-test.cjs');

/**
 * Runs a spec file as jest-circus does, but lets Node load the modules: each is compiled and run
 * once per worker, as in the engine, while Jest would do so for each spec file. Therefore jest.mock
 * and jest.resetModules are not available; a spec passes replacements in.
 */
module.exports = async function runSpec(globalConfig, config, environment, runtime, file, send) {
  const sourceMaps = runtime.getSourceMaps();
  for (const [source, map] of compiledFiles) sourceMaps.set(source, map);
  loadTypeScript(
    config,
    (source, map) => sourceMaps.set(source, map),
    (source) => shouldInstrument(source, globalConfig, config),
  );
  runtime.getAllCoverageInfoCopy = coverageSinceAsked;

  const load = createRequire(file);
  runtime.unstable_shouldLoadAsEsm = () => false;
  runtime.requireInternalModule = (path) => {
    // jest-circus holds the tests of one file, and this module would hold each jest-circus.
    delete require.cache[path];
    module.children.length = 0;
    return withoutAsyncHooks(() => require(path));
  };
  runtime.requireModule = (path) => {
    globalThis.jest = runtime.requireModuleOrMock(path, '@jest/globals').jest;
    delete require.cache[path];
    return load(path);
  };
  return circus(globalConfig, config, environment, runtime, file, send);
};
