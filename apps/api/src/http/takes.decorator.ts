import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';

/** What a route accepts besides JSON from a caller with a key. */
export interface Taken {
  /** The body may be form-encoded, as older programs and brokers' pages send it. */
  forms?: true;
  /** A small body is read before, or without, checking a key. */
  strangers?: true;
  /** Browsers come here from pages of other sites. */
  foreignPages?: true;
  /** Its path says something that no log should. */
  secretPath?: true;
  /** What links report, as fast as it comes. */
  reports?: true;
}

/** Routes without this decorator accept none of these. */
export const Takes = (taken: Taken) => RouteConfig(taken);

/** What the route of a request accepts. */
export const takenBy = ({ routeOptions }: FastifyRequest): Taken =>
  (routeOptions.config ?? {}) as Taken;
