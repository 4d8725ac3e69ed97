/**
 * Mutation testing of the folds: what an order, a position and a basket are follows from their
 * events by these files alone.
 *
 * @type {import('@stryker-mutator/api/core').PartialStrykerOptions}
 */
export default {
  mutate: [
    'libs/domain/src/apply-{event,request,send}.ts',
    'libs/domain/src/executions.ts',
    'libs/domain/src/position{,-line}.ts',
    'libs/domain/src/basket/apply-basket-event.ts',
  ],
  testRunner: 'jest',
  jest: { configFile: 'jest.mutation.config.js' },
  coverageAnalysis: 'perTest',
  concurrency: 2,
  ignorePatterns: ['/apps', '/dist', '/docs', '/.ome', '/coverage'],
  reporters: ['clear-text', 'html', 'json'],
  htmlReporter: { fileName: 'coverage/mutation.html' },
  jsonReporter: { fileName: 'coverage/mutation.json' },
  tempDirName: 'coverage/stryker',
};
