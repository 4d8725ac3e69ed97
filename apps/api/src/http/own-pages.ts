import { isLoopback } from '@ome/platform';
import type { FastifyRequest } from 'fastify';

/**
 * Why an engine that asks for no key must not obey a request, or null. Any page in the browser of
 * whoever develops here can send one, and a name that somebody points at this machine reaches it.
 */
export function foreignness({
  method,
  headers,
}: Pick<FastifyRequest, 'method' | 'headers'>): string | null {
  const { host = '', origin } = headers;
  if (!isLoopbackHost(host)) {
    return `While the engine asks for no key, Host must be a loopback address such as 127.0.0.1, not ${host.slice(0, 255)}`;
  }
  if (origin !== undefined && hostOf(origin) !== host) {
    return 'While the engine asks for no key, it takes nothing from pages of another Origin; send an API key as a program';
  }
  // A link to the console is no harm: whoever wrote it does not see what it opens.
  const isLink = method === 'GET' && headers['sec-fetch-mode'] === 'navigate';
  if (headers['sec-fetch-site'] === 'cross-site' && !isLink) {
    return 'While the engine asks for no key, it takes nothing that Sec-Fetch-Site says is cross-site';
  }
  return null;
}

/** Whether a Host header names this machine by an address that no name server decides on. */
export function isLoopbackHost(host: string): boolean {
  const url = `http://${host}`;
  return URL.canParse(url) && isLoopback(new URL(url).hostname.replace(/^\[|\]$/g, ''));
}

const hostOf = (origin: string): string | null =>
  URL.canParse(origin) ? new URL(origin).host : null;
