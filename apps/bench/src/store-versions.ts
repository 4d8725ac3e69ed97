import { Redis } from 'ioredis';
import { createConnection } from 'mongoose';
import type { RunState } from '../../dev/src/run-file';

/** What was measured with: Node, MongoDB and Redis. */
export async function storeVersions({ mongoUrl, redisUrl }: RunState): Promise<string> {
  const connection = await createConnection(mongoUrl!).asPromise();
  const { version } = (await connection.db!.admin().serverInfo()) as { version: string };
  await connection.close();
  const redis = new Redis(redisUrl!);
  const redisVersion = /^redis_version:(.*?)\r?$/m.exec(await redis.info('server'))?.[1];
  redis.disconnect();
  return `Node ${process.version}, MongoDB ${version}, Redis ${redisVersion ?? 'of unknown version'}`;
}
