import { BreezeHarness } from './testing/breeze-harness';
import { BROKER_CASES } from './testing/broker-cases';
import { describeLink } from './testing/describe-link';
import { FlattradeHarness } from './testing/flattrade-harness';

/** What sessions at brokers do beside what every execution link does. */
describe('sessions at brokers', () => {
  describeLink('Flattrade', () => new FlattradeHarness('session'), BROKER_CASES);
  describeLink(
    'Flattrade with signed calls',
    () => new FlattradeHarness('hmac-seed'),
    BROKER_CASES,
  );
  describeLink('Breeze', () => new BreezeHarness({ echoes: false }), BROKER_CASES);
  describeLink(
    'Breeze that gives remarks back',
    () => new BreezeHarness({ echoes: true }),
    BROKER_CASES,
  );
});
