import { BreezeHarness } from './testing/breeze-harness';
import { BROKER_CASES } from './testing/broker-cases';
import { describeLink } from './testing/describe-link';
import { FlattradeHarness } from './testing/flattrade-harness';
import { TERMINAL_CASES } from './testing/terminal-cases';

const CASES = [...BROKER_CASES, ...TERMINAL_CASES];

/** What sessions at brokers do beyond what every execution link does. */
describe('sessions at brokers', () => {
  describeLink('Flattrade', () => new FlattradeHarness('session'), CASES);
  describeLink('Flattrade with signed calls', () => new FlattradeHarness('hmac-seed'), CASES);
  describeLink('Breeze', () => new BreezeHarness({ echoes: false }), CASES);
  describeLink('Breeze that returns remarks', () => new BreezeHarness({ echoes: true }), CASES);
});
