import type { Params } from 'nestjs-pino';
import type { LevelWithSilent } from 'pino';

/** What must never be read in a log, wherever in a logged object it stands. */
export const SECRET_PATHS = [
  'authorization',
  'x-api-key',
  'secret',
  'jKey',
  'accesstoken',
  'password',
].flatMap((name) => {
  const key = /^\w+$/.test(name) ? `.${name}` : `["${name}"]`;
  return [key.replace(/^\./, ''), `*${key}`, `*.*${key}`, `*.*.*${key}`];
});

/** Structured logs: one line per request that failed or was slow, and what the engine says itself. */
export function loggerParams(name: string, level: LevelWithSilent): Params {
  return {
    // The default pattern never matches on Fastify, and request logs would silently be missing.
    forRoutes: ['*splat'],
    pinoHttp: {
      name,
      level,
      redact: { paths: SECRET_PATHS, censor: '[hidden]' },
      autoLogging: false,
      quietReqLogger: true,
      customAttributeKeys: { reqId: 'requestId' },
    },
  };
}
