const { default: Sequencer } = require('@jest/test-sequencer');

/** What starts an engine of its own, or trades for long; the slowest first. */
const SLOW = [
  'apps/console/test/console.system.spec.ts',
  'apps/chaos/src/scenarios/brokers-blind.system.spec.ts',
  'apps/chaos/src/meddled-desk.system.spec.ts',
  'apps/chaos/src/scenarios/mongo-pause.system.spec.ts',
  'apps/chaos/src/real-engine.integration.spec.ts',
  'libs/execution-links/src/conformance/execution-links.spec.ts',
  'libs/execution-links/src/conformance/broker-links.spec.ts',
  'apps/api/src/risk/reducing-orders.spec.ts',
  'apps/api/src/positions/closing.spec.ts',
  'libs/engine/src/reconcile-broker/reconcile-broker.spec.ts',
  'apps/api/src/risk/risk-limits.spec.ts',
  'apps/api/src/auth/api-keys.spec.ts',
];

/**
 * Jest orders spec files by how long they took, where it remembers that, and else by size. On a
 * machine that runs them for the first time the slow ones would end alone, long after the others.
 */
module.exports = class SlowFirstSequencer extends Sequencer {
  sort(tests) {
    const rank = ({ path }) => {
      const index = SLOW.findIndex((slow) => path.endsWith(slow));
      return index < 0 ? SLOW.length : index;
    };
    return super.sort(tests).sort((one, other) => rank(one) - rank(other));
  }
};
