const { ModernFakeTimers } = require('@jest/fake-timers');
const { ModuleMocker } = require('jest-mock');

// Symbols of what jest-circus keeps on the global object. The first, a new symbol each time, has the
// tests of the file, and so all that they hold.
const CIRCUS_STATE = ['JEST_STATE_SYMBOL', 'EVENT_HANDLERS', 'RETRY_TIMES', 'TEST_TIMEOUT_SYMBOL'];

/**
 * Node itself as the environment of a spec file: its globals are those of the process, so the
 * modules that shared-modules-runner.cjs loads once serve every spec file of a worker. A spec
 * file's changes to the process are undone when the file ends.
 */
module.exports = class SharedEnvironment {
  global = globalThis;
  fakeTimers = null;
  console = globalThis.console;
  exit = process.exit;
  getBuiltinModule = process.getBuiltinModule;
  variables = { ...process.env };

  constructor({ projectConfig }) {
    this.moduleMocker = new ModuleMocker(globalThis);
    this.fakeTimersModern = new ModernFakeTimers({ config: projectConfig, global: globalThis });
  }

  async setup() {
    // Jest's runtime has replaced it by one that loads modules into a context.
    process.getBuiltinModule = this.getBuiltinModule;
  }

  async teardown() {
    this.fakeTimersModern.dispose();
    this.moduleMocker.restoreAllMocks();
    for (const name of Object.keys(process.env)) {
      if (!(name in this.variables)) delete process.env[name];
    }
    Object.assign(process.env, this.variables);
    process.exit = this.exit;
    globalThis.console = this.console;
    for (const key of Object.getOwnPropertySymbols(globalThis)) {
      if (CIRCUS_STATE.includes(key.description)) delete globalThis[key];
    }
  }

  exportConditions() {
    return ['node', 'node-addons'];
  }

  /** There is no separate context: Node's own `require` loads modules. */
  getVmContext() {
    return null;
  }
};
