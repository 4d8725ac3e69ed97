import { MethodNotAllowedException } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';

/** Answers 405 with the allowed methods if the path exists with other methods. */
export function refuseUnknownMethods(fastify: FastifyInstance): void {
  const routes = new Map<string, { path: RegExp; methods: Set<string> }>();
  fastify.addHook('onRoute', ({ url, method }) => {
    const route = routes.get(url) ?? { path: pathOf(url), methods: new Set() };
    for (const one of [method].flat()) route.methods.add(one);
    routes.set(url, route);
  });
  fastify.addHook('onRequest', (request, reply, done) => {
    if (!request.is404) return done();
    const [path = ''] = request.url.split('?');
    const allowed = [...routes.values()].find((route) => route.path.test(path));
    if (!allowed) return done();
    void reply.header('allow', [...allowed.methods].sort().join(', '));
    done(new MethodNotAllowedException(`${request.method} is not allowed here`));
  });
}

const pathOf = (route: string): RegExp =>
  new RegExp(`^${route.replace(/:\w+/g, '[^/]+').replace(/\*/g, '.*')}$`);
