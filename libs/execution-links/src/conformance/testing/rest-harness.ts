import { RestLink } from '../../rest/rest-link';
import { LinkHarness } from './link-harness';
import { TERMINAL_CASES } from './terminal-cases';
import { overheard } from './overheard';
import { SimulatedVenue } from './simulated-venue';

/** There the reports of what others do are tested, with the fields of FIX. */
const REPORTS_COME_IN = 'a venue behind REST reports to the execution endpoint, not over its link';
const KEY = 'bearer-key-of-the-link';

export class RestHarness extends LinkHarness {
  readonly identity = {
    name: 'rest',
    route: 'rest',
    accounts: null,
    concurrency: 4,
    newOrderMaxWaitMs: 60_000,
  };
  readonly tagForm = /^[0-9a-f]{24}(-\d+)?$/;
  readonly venueSymbols = { option: 'NIFTY20OCT26C25000', share: 'RELIANCE' };
  readonly neverArrived = 'absent';
  readonly givesNumbers = false;
  override readonly doesNotApply = {
    'L-03': 'a resend keeps its ClOrdID, by which the link recognises it',
    'L-12.in-answer': 'a REST link says so by its status alone',
    ...Object.fromEntries(TERMINAL_CASES.map(({ id }) => [id, REPORTS_COME_IN])),
  };

  async start(): Promise<void> {
    this.venue = await SimulatedVenue.start('rest');
    const link = new RestLink({
      name: 'rest',
      url: `${this.venue.url}/link`,
      key: KEY,
      timeoutMs: 1_000,
      connections: 4,
      newOrderMaxWaitMs: 60_000,
      timeZone: 'Asia/Kolkata',
      priceDecimals: null,
      now: () => new Date(),
      onHealthChange: () => undefined,
    });
    this.link = overheard(link, this.words);
  }

  secrets(): string[] {
    return [KEY];
  }
}
