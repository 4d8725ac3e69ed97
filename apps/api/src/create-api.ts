import { readEngineSettings } from '@ome/execution-links';
import { REDIS } from '@ome/messaging';
import formbody from '@fastify/formbody';
import helmet from '@fastify/helmet';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Clock } from '@ome/engine';
import { ApiKeyStore, UserStore } from '@ome/persistence';
import { isOpen, Metrics, nextId, runProcess, SettingFault, type Settings } from '@ome/platform';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Logger } from 'nestjs-pino';
import { ApiModule } from './api.module';
import { Callers } from './auth/callers';
import { serveConsole } from './console/serve-console';
import { serveDocs } from './docs/serve-docs';
import { serveGuide } from './docs/serve-guide';
import { refuseUnknownMethods } from './http/allowed-methods';
import { addRequestChecks } from './http/request-checks';
import { parseForm, parseJsonBody } from './http/json-body';
import { limitConnections } from './http/limit-connections';
import { RateLimit, limitRate } from './http/rate-limit';
import { addAnswerHooks } from './http/answer-hooks';
import { acceptFiles } from './http/file-body';
import { serveUpgrades } from './http/serve-upgrades';
import { LiveSocketAdapter } from './live/live-socket.adapter';
import { serveQueues } from './queues/serve-queues';
import { invalid, InvalidRequest } from '@ome/order-entry';
import { problemOf, sendProblem } from './problems/problem.filter';

/** The time in which a contract file must be uploaded. */
const REQUEST_TIMEOUT_MS = 120_000;
const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_ID = /^[\w.:-]{1,64}$/;

/** Creates the API, ready to listen. */
export async function createApi(settings: Settings): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    bodyLimit: settings.BODY_LIMIT,
    trustProxy: settings.TRUST_PROXY,
    requestTimeout: REQUEST_TIMEOUT_MS,
    http: { headersTimeout: HEADERS_TIMEOUT_MS },
    // Paths that cannot be decoded reach no hook and no handler.
    frameworkErrors: (error: unknown, request: FastifyRequest, reply: FastifyReply) =>
      sendProblem(request, reply, problemOf(error)),
    genReqId: ({ headers }: { headers: Record<string, unknown> }) => {
      const given = headers['x-request-id'];
      return typeof given === 'string' && REQUEST_ID.test(given) ? given : nextId();
    },
  });
  const app = await NestFactory.create<NestFastifyApplication>(
    ApiModule.forRoot(settings),
    adapter,
    { bufferLogs: true, bodyParser: false },
  );
  app.useLogger(app.get(Logger));
  app.useWebSocketAdapter(new LiveSocketAdapter(app, app.get(REDIS), settings.REDIS_URL!));
  await refuseToServeOpenly(app, settings);
  const fastify = app.getHttpAdapter().getInstance();
  if (settings.CONNECTIONS_PER_ADDRESS > 0 && !settings.TRUST_PROXY) {
    limitConnections(fastify.server, settings.CONNECTIONS_PER_ADDRESS);
  }
  serveUpgrades(fastify.server);
  limitRate(fastify, app.get(Callers), app.get(RateLimit), isOpen(settings));
  refuseUnknownMethods(fastify);
  addRequestChecks(fastify, app.get(Callers), isOpen(settings));
  // addAnswerHooks sets the policy of every answer.
  await app.register(helmet, { contentSecurityPolicy: false });
  await app.register(formbody, { parser: parseForm });
  parseJson(fastify);
  acceptFiles(fastify);
  addAnswerHooks(fastify, app.get(Metrics));
  serveDocs(app);
  await serveGuide(app);
  await serveQueues(app);
  await serveConsole(app);
  return app;
}

/** Refuses to start where nobody could get in, unless the engine is open. */
async function refuseToServeOpenly(app: NestFastifyApplication, settings: Settings): Promise<void> {
  if (isOpen(settings) || (await app.get(ApiKeyStore).anyValid(app.get(Clock).now()))) return;
  if (await app.get(UserStore).anyEnabled()) return;
  await app.close();
  throw new SettingFault(
    'There is no API key and no person: create one with "npm run admin -- keys create" or "npm run admin -- users create", or serve on a loopback HOST in development.',
  );
}

function parseJson(fastify: FastifyInstance): void {
  fastify.removeContentTypeParser('text/plain');
  fastify.addContentTypeParser(
    'application/json',
    { parseAs: 'string' },
    (_request, body: string, done) => {
      try {
        done(null, body === '' ? undefined : parseJsonBody(body));
      } catch (error) {
        done(error instanceof InvalidRequest ? error : invalid('body', 'must be valid JSON'));
      }
    },
  );
}

/** Runs until the process gets a signal, or its parent process is gone. */
export function runApi(): void {
  runProcess(async () => {
    const settings = readEngineSettings();
    const app = await createApi(settings);
    await app.listen(settings.PORT, settings.HOST);
    return app;
  });
}
