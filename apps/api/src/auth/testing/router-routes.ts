import type { FastifyInstance } from 'fastify';

const LINE = /^((?:│ {3}| {4})*)[├└]── (\S+) \(([A-Z, ]+)\)$/;
/** A HEAD is answered by what answers the GET. */
const OMITTED = ['HEAD', 'OPTIONS'];

/** Every route that the server answers, such as `GET /orders`, as its router has it. */
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
