const asyncHooks = require('node:async_hooks');

/**
 * What jest-circus keeps in an AsyncLocalStorage: the test or hook that runs. Tests of a file run one
 * after the other, so a field can hold it. Node 20 pays for each storage at each promise, and
 * jest-circus, loaded anew for each spec file, leaves one more behind in every file.
 */
class RunningTest {
  getStore() {
    return this.store;
  }

  async run(store, callback) {
    const outer = this.store;
    this.store = store;
    try {
      return await callback();
    } finally {
      this.store = outer;
    }
  }
}

/** Loads jest-circus, which asks Node for an AsyncLocalStorage as it is loaded. */
function withoutAsyncHooks(load) {
  const { AsyncLocalStorage } = asyncHooks;
  const provide = (value) =>
    Object.defineProperty(asyncHooks, 'AsyncLocalStorage', { value, configurable: true });
  provide(RunningTest);
  try {
    return load();
  } finally {
    provide(AsyncLocalStorage);
  }
}

module.exports = { withoutAsyncHooks };
