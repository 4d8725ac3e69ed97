const SharedEnvironment = require('../shared-environment.cjs');

/**
 * Mutated modules look which mutant is on when they are loaded; these are loaded once for many. The
 * first test that fails is enough.
 */
module.exports = class MutationEnvironment extends SharedEnvironment {
  hasFailed = false;

  async setup() {
    await super.setup();
    globalThis.__stryker__.activeMutant = process.env.__STRYKER_ACTIVE_MUTANT__;
  }

  handleTestEvent({ name, test }) {
    if (name === 'test_start' && this.hasFailed) test.mode = 'skip';
    if (name === 'test_done' && test.errors.length > 0) this.hasFailed = true;
  }
};
