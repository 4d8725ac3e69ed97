/** Stryker tells tests apart only where a runner has `jest-circus` in its path. */
module.exports = require('../shared-modules-runner.cjs');
