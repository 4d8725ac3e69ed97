import type { Addresses } from './addresses';

export interface BannerFacts extends Addresses {
  readonly mongoUrl: string;
  readonly redisUrl: string;
  readonly dataDir: string;
  /** True when everyone who reaches the API may use it. */
  readonly open: boolean;
}

export function banner(facts: BannerFacts): string {
  const rows = [
    ['Console', `${facts.apiUrl}/console`],
    ['API', facts.apiUrl],
    ['Swagger', `${facts.apiUrl}/docs`],
    ['FIX', `${facts.fixAddress}, our CompID OME`],
    ['Simulator ledger', `${facts.simulatorUrl}/ledger`],
    ['Worker health', `${facts.workerUrl}/health/ready`],
    ['MongoDB', facts.mongoUrl],
    ['Redis', facts.redisUrl],
    ['Data', facts.dataDir],
  ];
  const access = facts.open
    ? 'Open: this is development on a loopback address, and no API key is needed.'
    : 'Closed: every request needs an API key.';
  const lines = rows.map(([what, where]) => `  ${`${what}`.padEnd(18)}${where}`);
  return ['', 'The order management engine is running.', '', ...lines, '', `  ${access}`, '']
    .concat('  Ctrl-C stops all of it.', '')
    .join('\n');
}
