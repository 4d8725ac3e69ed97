import type { FastifyInstance } from 'fastify';

const LINE = /^((?:│ {3}| {4})*)[├└]── (\S+) \(([A-Z, ]+)\)$/;
/** The handler of a GET also answers HEAD. */
const OMITTED = ['HEAD', 'OPTIONS'];

/** Every route of the router, such as `GET /orders`. */
export function routesOf(fastify: FastifyInstance): string[] {
  const above: string[] = [];
  return fastify
    .printRoutes({ commonPrefix: false })
    .split('\n')
    .flatMap((line) => {
      const [, indent, part, methods] = LINE.exec(line) ?? [];
      if (part === undefined) return [];
      const depth = indent.length / 4;
      above.splice(depth, above.length, part);
      const path = above.join('');
      const named = methods.split(', ').filter((method) => !OMITTED.includes(method));
      return named.map((method) => `${method} ${path}`);
    });
}
