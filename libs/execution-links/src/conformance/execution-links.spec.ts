import { BreezeHarness } from './testing/breeze-harness';
import { BROKER_CASES } from './testing/broker-cases';
import { describeLink, exemptionsAreOfCases } from './testing/describe-link';
import { FixHarness } from './testing/fix-harness';
import { FIX_TERMINAL_CASES } from './testing/fix-terminal-cases';
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

  describe('what others do at the venue', () => {
    describeLink('FIX', columns.FIX, FIX_TERMINAL_CASES);
    describeLink('FIX.4.2', columns['FIX.4.2 with short ids'], FIX_TERMINAL_CASES);
    describeLink('FIX.5.0SP2', columns['FIX.5.0SP2'], FIX_TERMINAL_CASES);

    test('each link shows each act, or says why it cannot', () => {
      const acts = TERMINAL_CASES.map(({ id }) => id);
      const ofFix = [...FIX_TERMINAL_CASES.map(({ id }) => id)];
      const { doesNotApply } = columns.FIX();
      expect([...ofFix, ...acts.filter((id) => id in doesNotApply)].sort()).toEqual(acts.sort());
      expect(Object.keys(columns.REST().doesNotApply)).toEqual(expect.arrayContaining(acts));
      for (const broker of [columns.Flattrade, columns.Breeze]) {
        expect(acts.filter((id) => id in broker().doesNotApply)).toEqual([]);
      }
    });
  });

  test('exemptions name cases that exist', () => {
    const harnesses = Object.values(columns).map((make) => make());
    exemptionsAreOfCases(harnesses, [...LINK_CASES, ...BROKER_CASES, ...TERMINAL_CASES]);
  });
});
