import { readSimulatorConfig } from './simulator.config';
import { runProcess } from '@ome/platform';
import { UnsupportedMediaTypeException } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Clock } from './clock';
import { parseExactJson } from './exact-json';
import { Malformed } from './malformed';
import { SIMULATED_BROKERS } from './simulated-brokers';
import type { SimulatorConfig } from './simulator.config';
import { SimulatorModule } from './simulator.module';

/** The brokers' calls are signed over their exact bytes, so controllers get the raw body. */
const isRaw = ({ url }: { url?: string }): boolean =>
  SIMULATED_BROKERS.some(({ name }) => url?.startsWith(`/${name}/`));

/**
 * The official clients are configured with a base address that ends in a slash, and then ask for
 * `//PlaceOrder`; the brokers' servers do not mind.
 */
export function normalized(url: string): string {
  const [path, query] = url.split(/\?(.*)/s);
  const plain = path.replaceAll(/\/{2,}/g, '/').replace(/(.)\/$/, '$1');
  return query === undefined ? plain : `${plain}?${query}`;
}

export async function createSimulator(
  config: SimulatorConfig,
  clock = new Clock(),
): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    // Connections that noAnswer keeps open would block the shutdown forever.
    forceCloseConnections: true,
    // A ClOrdID too long for the router would look like a failing link.
    routerOptions: { maxParamLength: 1_000 },
    rewriteUrl: ({ url = '/' }) => normalized(url),
  });
  // Breeze sends a body with GET.
  adapter.getInstance().addHttpMethod('GET', { hasBody: true, overrideExisting: true });
  const app = await NestFactory.create<NestFastifyApplication>(
    SimulatorModule.register(config, clock),
    adapter,
    { logger: ['error', 'warn'] },
  );
  app.useBodyParser('*', {}, (request, body, done) => {
    if (isRaw(request)) done(null, body);
    else done(new UnsupportedMediaTypeException(), undefined);
  });
  app.useBodyParser('application/json', {}, (request, body, done) => {
    if (isRaw(request)) {
      done(null, body);
      return;
    }
    try {
      done(null, body.length === 0 ? undefined : parseExactJson(body.toString()));
    } catch {
      done(new Malformed('The body is not JSON'), undefined);
    }
  });
  return app;
}

/** Serves until the process is told to stop, or its parent process ends. */
export function runSimulator(): void {
  runProcess(async () => {
    const config = readSimulatorConfig(
      process.env,
      SIMULATED_BROKERS.map(({ name }) => name),
    );
    const app = await createSimulator(config);
    await app.listen(config.port, config.host);
    process.stdout.write(
      `simulator listens on ${await app.getUrl()}, reports to ${config.engineUrl.href}\n`,
    );
    return app;
  });
}
