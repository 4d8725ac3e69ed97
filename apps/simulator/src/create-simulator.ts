import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { NestFactory } from '@nestjs/core';
import { parseExactJson } from './exact-json';
import { Malformed } from './malformed';
import type { SimulatorConfig } from './simulator.config';
import { SimulatorModule } from './simulator.module';

export async function createSimulator(config: SimulatorConfig): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    // Connections that noAnswer keeps open would hold up the shutdown for ever.
    forceCloseConnections: true,
    // A ClOrdID too long for the router would look like a link that cannot be asked.
    routerOptions: { maxParamLength: 1_000 },
  });
  const app = await NestFactory.create<NestFastifyApplication>(
    SimulatorModule.register(config),
    adapter,
    { logger: ['error', 'warn'] },
  );
  app.useBodyParser('application/json', {}, (_request, body, done) => {
    try {
      done(null, body.length === 0 ? undefined : parseExactJson(body.toString()));
    } catch {
      done(new Malformed('The body is not JSON'), undefined);
    }
  });
  return app;
}
