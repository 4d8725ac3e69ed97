import { BreezeHarness } from './testing/breeze-harness';
import { BROKER_CASES } from './testing/broker-cases';
import { describeLink, exemptionsAreOfCases } from './testing/describe-link';
import { FixHarness } from './testing/fix-harness';
import { FlattradeHarness } from './testing/flattrade-harness';
import { LINK_CASES } from './testing/link-cases';
import { RestHarness } from './testing/rest-harness';
import { TERMINAL_CASES } from './testing/terminal-cases';

/**
 * One matrix for all execution links: each line is a case, each column a link with a simulator of
 * its own. A link's harness says why a case does not apply to it.
 */
describe('execution links', () => {
  const columns = {
    REST: () => new RestHarness(),
    FIX: () => new FixHarness('FIX.4.4'),
    'FIX.4.2 with short ids': () => new FixHarness('FIX.4.2', { shortClOrdIds: true }),
    'FIX.5.0SP2': () => new FixHarness('FIX.5.0SP2'),
    Flattrade: () => new FlattradeHarness('session'),
    'Flattrade with signed calls': () => new FlattradeHarness('hmac-seed'),
    Breeze: () => new BreezeHarness({ echoes: false }),
    'Breeze that returns remarks': () => new BreezeHarness({ echoes: true }),
  };

  for (const [name, make] of Object.entries(columns)) describeLink(name, make, LINK_CASES);

  test('exemptions name cases that exist', () => {
    const harnesses = Object.values(columns).map((make) => make());
    exemptionsAreOfCases(harnesses, [...LINK_CASES, ...BROKER_CASES, ...TERMINAL_CASES]);
  });
});
