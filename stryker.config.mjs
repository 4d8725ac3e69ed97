/**
 * Mutation testing of the folds: what an order, a position and a basket are follows from their
 * events by these files alone. Properties compare position-line.ts with a plain recomputation; they
 * take too long to run for each mutant.
 *
 * @type {import('@stryker-mutator/api/core').PartialStrykerOptions}
 */
export default {
  mutate: [
    'libs/domain/src/apply-{event,request,send}.ts',
    'libs/domain/src/executions.ts',
    'libs/domain/src/position.ts',
    'libs/domain/src/basket/apply-basket-event.ts',
  ],
  testRunner: 'jest',
  jest: { configFile: 'jest.mutation.config.js', enableFindRelatedTests: false },
  coverageAnalysis: 'perTest',
  // Modules are loaded once for all mutants: what they do then cannot be mutated.
  ignoreStatic: true,
  concurrency: 1,
  // Jest leaves something behind in memory each time.
  maxTestRunnerReuse: 60,
  ignorePatterns: ['/apps/*', '!/apps/dev', '/dist', '/docs', '/.ome', '/coverage'],
  reporters: ['progress-append-only', 'clear-text', 'html', 'json'],
  htmlReporter: { fileName: 'coverage/mutation.html' },
  jsonReporter: { fileName: 'coverage/mutation.json' },
  tempDirName: 'coverage/stryker',
};
