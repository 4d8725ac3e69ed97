import {
  BadRequestException,
  PayloadTooLargeException,
  UnsupportedMediaTypeException,
} from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { errorCodes, type FastifyInstance, type FastifyRequest } from 'fastify';

const FILE_TYPE = 'application/octet-stream';
const TAKES_FILE = 'takesFile';

/** Marks a route whose body is a file, which the handler reads (`fileBody`). */
export const TakesFile = () => RouteConfig({ [TAKES_FILE]: true });

/**
 * Passes files to the routes that accept them. They are not read yet: only the handler knows who
 * may send one, and how large it may be.
 */
export function acceptFiles(fastify: FastifyInstance): void {
  fastify.addContentTypeParser(FILE_TYPE, (request, _payload, done) => {
    const { config = {} } = request.routeOptions;
    if (TAKES_FILE in config) done(null);
    else done(new errorCodes.FST_ERR_CTP_INVALID_MEDIA_TYPE(FILE_TYPE));
  });
}

/**
 * Reads the file in the body of a request.
 *
 * @param most the maximum size in bytes; larger files are answered 413
 */
export async function fileBody(request: FastifyRequest, most: number): Promise<Uint8Array> {
  const [type] = (request.headers['content-type'] ?? '').split(';', 1);
  if (type.trim().toLowerCase() !== FILE_TYPE) {
    throw new UnsupportedMediaTypeException(`Send the file as ${FILE_TYPE}`);
  }
  const tooLarge = new PayloadTooLargeException(`The file has more than ${most >> 20} MiB`);
  if (Number(request.headers['content-length'] ?? 0) > most) throw tooLarge;
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of incoming(request)) {
    if ((size += chunk.length) > most) throw tooLarge;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

async function* incoming({ raw }: FastifyRequest): AsyncGenerator<Uint8Array> {
  try {
    // Destroying the stream early would close the connection before the answer.
    yield* raw.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>;
  } catch {
    throw new BadRequestException('The upload was interrupted');
  } finally {
    // Drains the rest: unread data would block the connection.
    raw.resume();
  }
}
