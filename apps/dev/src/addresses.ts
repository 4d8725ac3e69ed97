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
