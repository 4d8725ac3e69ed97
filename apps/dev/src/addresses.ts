import { loopback } from './embedded/free-port';
import type { Settings } from './settings';

export interface Addresses {
  readonly apiUrl: string;
  readonly simulatorUrl: string;
  readonly workerUrl: string;
  /** Host and port for FIX sessions. */
  readonly fixAddress: string;
}

/** Addresses at which the processes of this machine reach one another. */
export function addressesOf({
  host,
  port,
  simulatorPort,
  workerPort,
  fixPort,
}: Settings): Addresses {
  return {
    apiUrl: `http://${reachable(host)}:${port}`,
    simulatorUrl: `http://${loopback}:${simulatorPort}`,
    workerUrl: `http://${loopback}:${workerPort}`,
    fixAddress: `${loopback}:${fixPort}`,
  };
}

// "Every interface" is an address to listen on, not one to connect to.
function reachable(host: string): string {
  if (host === '0.0.0.0') return loopback;
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}

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
