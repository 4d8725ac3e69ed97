import { isLoopback } from '@ome/platform';
import type { FastifyRequest } from 'fastify';

type Headed = Pick<FastifyRequest, 'method' | 'headers'>;

const WHILE_OPEN = 'While the engine needs no key';
const FOREIGN: ReadonlySet<unknown> = new Set(['cross-site', 'same-site']);

/**
 * Why an open engine must refuse a request, or null. Any web page in a developer's browser can send
 * requests, and a foreign host name can resolve to this machine.
 */
export function crossSiteFault({ method, headers }: Headed): string | null {
  const { host = '' } = headers;
  if (!isLoopbackHost(host)) {
    return `${WHILE_OPEN}, Host must be a loopback address such as 127.0.0.1, not ${host.slice(0, 255)}`;
  }
  return foreignPageFault({ method, headers }, WHILE_OPEN);
}

/**
 * Why a request must be refused that a browser sends for a page of another site, or null.
 *
 * @param when it is refused: the beginning of the sentence
 */
export function foreignPageFault({ method, headers }: Headed, when: string): string | null {
  const { host = '', origin } = headers;
  if (origin !== undefined && hostOf(origin) !== host) {
    return `${when}, the engine refuses pages of another Origin; programs send an API key instead`;
  }
  // A link to the console is harmless: its author does not see what it opens.
  const isLink = method === 'GET' && headers['sec-fetch-mode'] === 'navigate';
  if (FOREIGN.has(headers['sec-fetch-site']) && !isLink) {
    return `${when}, the engine refuses cross-site requests by Sec-Fetch-Site`;
  }
  return null;
}

/** Whether a Host header is a loopback address, which does not depend on DNS. */
export function isLoopbackHost(host: string): boolean {
  const url = `http://${host}`;
  return URL.canParse(url) && isLoopback(new URL(url).hostname.replace(/^\[|\]$/g, ''));
}

const hostOf = (origin: string): string | null =>
  URL.canParse(origin) ? new URL(origin).host : null;
