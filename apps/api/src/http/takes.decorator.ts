import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';

/** What a route takes beside JSON of a caller whose key is known. */
export interface Taken {
  /** The fields of its body may come form-encoded, as older programs and brokers' pages send them. */
  forms?: true;
  /** A small body is read before, or without, a key. */
  strangers?: true;
  /** Browsers get here from pages of others. */
  foreignPages?: true;
  /** What links report, as fast as it comes. */
  reports?: true;
}

/** Routes without it take none of these. */
export const Takes = (taken: Taken) => RouteConfig(taken);

/** What the route of a request takes. */
export const takenBy = ({ routeOptions }: FastifyRequest): Taken =>
  (routeOptions.config ?? {}) as Taken;
