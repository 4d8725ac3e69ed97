import formbody from '@fastify/formbody';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import { getModelToken } from '@nestjs/mongoose';
import { Logger as NestLogger } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { ApiKeyRecord } from '@ome/persistence';
import { Metrics, nextId, SettingFault, type Settings } from '@ome/platform';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Model } from 'mongoose';
import { Logger } from 'nestjs-pino';
import { ApiModule, isOpen } from './api.module';
import { tokenOf } from './auth/api-key.guard';
import { ApiKeys } from './auth/api-keys';
import { REDIS } from './health/readiness';
import { parseJsonBody } from './http/json-body';
import { problemOf, sendProblem } from './problems/problem.filter';
import { invalid } from './problems/invalid-request';

const REQUEST_ID = /^[\w.:-]{1,64}$/;

/** The API, ready to listen. */
export async function createApi(settings: Settings): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    bodyLimit: settings.BODY_LIMIT,
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
  await refuseToServeOpenly(app, settings);
  await register(app, settings);
  serveDocs(app);
  return app;
}

/** Where the engine is not open, somebody must be able to use it. */
async function refuseToServeOpenly(app: NestFastifyApplication, settings: Settings): Promise<void> {
  if (isOpen(settings)) return;
  const keys = app.get<Model<ApiKeyRecord>>(getModelToken(ApiKeyRecord.name));
  if (await keys.exists({ revokedAt: null })) return;
  await app.close();
  throw new SettingFault(
    'There is no API key: make one with "npm run admin -- keys create", or serve on a loopback HOST in development.',
  );
}

async function register(app: NestFastifyApplication, settings: Settings): Promise<void> {
  const fastify = app.getHttpAdapter().getInstance();
  await app.register(helmet as never);
  await app.register(formbody as never);
  fastify.addContentTypeParser(
    'application/json',
    { parseAs: 'string' },
    (_request, body: string, done) => {
      try {
        done(null, body === '' ? undefined : parseJsonBody(body));
      } catch {
        done(invalid('body', 'must be valid JSON'));
      }
    },
  );
  if (settings.RATE_LIMIT > 0) {
    await app.register(rateLimit, {
      max: settings.RATE_LIMIT,
      timeWindow: 1_000,
      redis: app.get(REDIS),
      nameSpace: 'ome:rate:',
      // Without Redis the engine goes on taking orders.
      skipOnError: true,
      keyGenerator: (request: FastifyRequest) => rateLimitKey(app.get(ApiKeys), request),
    });
  }
  observe(fastify, app.get(Metrics));
  fastify.setErrorHandler((error, request, reply) => {
    sendProblem(request, reply, problemOf(error));
  });
}

/** A key counts where it is valid: made-up ones would each have a fresh limit, or use up another's. */
async function rateLimitKey(apiKeys: ApiKeys, request: FastifyRequest): Promise<string> {
  const token = tokenOf(request);
  const caller = token === null ? null : await apiKeys.identify(token).catch(() => null);
  return caller?.keyId ?? request.ip;
}

/** Every answer carries its request id, is timed, and is logged: refusals as info, others as debug. */
function observe(fastify: FastifyInstance, metrics: Metrics): void {
  const logger = new NestLogger('Request');
  fastify.addHook('onSend', (request, reply, _payload, done) => {
    void reply.header('x-request-id', request.id);
    done();
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    const { id: requestId, method, url } = request;
    const { statusCode: status, elapsedTime } = reply;
    const route = request.routeOptions.url ?? 'unknown';
    metrics.httpSeconds.observe({ method, route, status: String(status) }, elapsedTime / 1_000);
    const answer = { requestId, method, url, status, tookMs: elapsedTime };
    if (status >= 400) logger.log(answer, 'Request refused');
    else logger.debug(answer, 'Request answered');
    done();
  });
}

function serveDocs(app: NestFastifyApplication): void {
  const config = new DocumentBuilder()
    .setTitle('OME')
    .setDescription('Order management engine')
    .setVersion('1')
    .addBearerAuth()
    .addApiKey({ type: 'apiKey', name: 'X-Api-Key', in: 'header' }, 'X-Api-Key')
    .build();
  SwaggerModule.setup('docs', app, () => SwaggerModule.createDocument(app, config));
}
