import type { Params } from 'nestjs-pino';
import type { LevelWithSilent } from 'pino';

/** Values that must never be logged, anywhere in a logged object. */
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

/**
 * Structured logs through Nest's Logger. The per-request middleware of nestjs-pino is left out: it
 * costs more than the order entry itself, and requests are logged once, when they are answered.
 */
export function loggerParams(name: string, level: LevelWithSilent): Params {
  return {
    forRoutes: [],
    pinoHttp: { name, level, redact: { paths: SECRET_PATHS, censor: '[hidden]' } },
  };
}
