import { isLoopback } from '@ome/platform';
import type { FastifyRequest } from 'fastify';

/**
 * Why an open engine must refuse a request, or null. Any web page in a developer's browser can send
 * requests, and a foreign host name can resolve to this machine.
 */
export function crossSiteFault({
  method,
  headers,
}: Pick<FastifyRequest, 'method' | 'headers'>): string | null {
  const { host = '', origin } = headers;
  if (!isLoopbackHost(host)) {
    return `While the engine needs no key, Host must be a loopback address such as 127.0.0.1, not ${host.slice(0, 255)}`;
  }
  if (origin !== undefined && hostOf(origin) !== host) {
    return 'While the engine needs no key, it refuses pages of another Origin; programs send an API key instead';
  }
  // A link to the console is harmless: its author does not see what it opens.
  const isLink = method === 'GET' && headers['sec-fetch-mode'] === 'navigate';
  if (headers['sec-fetch-site'] === 'cross-site' && !isLink) {
    return 'While the engine needs no key, it refuses cross-site requests by Sec-Fetch-Site';
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
