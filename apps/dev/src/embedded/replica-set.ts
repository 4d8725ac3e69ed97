import { setTimeout as sleep } from 'node:timers/promises';
import { mongo } from 'mongoose';

export const replicaSetName = 'ome';

const notYetInitialized = 94;
const alreadyInitialized = 23;
/** A server that ends is noticed at once; one that only starts slowly is waited for. */
const patienceMs = 300_000;

interface ReplicaSetConfig {
  readonly version: number;
  readonly members: readonly { readonly host: string }[];
}

/**
 * Makes the server at `address` the primary of a replica set of one, whatever its state: new,
 * stopped cleanly, killed half-way through, or started earlier on another port. Waits for a server
 * that is still starting, until it is told that the server has ended.
 */
export async function becomePrimary(address: string, ended: AbortSignal): Promise<void> {
  await withAdmin(address, patienceMs, async (admin) => {
    ended.addEventListener('abort', () => void admin.client.close());
    const config = await loadConfig(admin, address);
    if (config.members[0]?.host !== address) await moveTo(admin, config, address);
    await untilPrimary(admin, address);
  });
}

/**
 * Asks a server to flush its data and end. On SIGTERM a primary would wait for secondaries that it
 * does not have, and through wine it would end at once.
 * @returns false if the server does not listen.
 */
export async function askToShutDown(address: string): Promise<boolean> {
  try {
    await withAdmin(address, 1_000, (admin) =>
      admin.command({ shutdown: 1, force: true, timeoutSecs: 1 }),
    );
    return true;
  } catch (error) {
    // A server that shuts down closes the connection instead of answering.
    return !(error instanceof mongo.MongoServerSelectionError);
  }
}

async function withAdmin(
  address: string,
  serverSelectionTimeoutMS: number,
  use: (admin: mongo.Db) => Promise<unknown>,
): Promise<void> {
  const url = `mongodb://${address}/?directConnection=true`;
  const client = new mongo.MongoClient(url, { serverSelectionTimeoutMS });
  try {
    await use(client.db('admin'));
  } finally {
    await client.close();
  }
}

async function loadConfig(admin: mongo.Db, address: string): Promise<ReplicaSetConfig> {
  for (;;) {
    const config = await readConfig(admin);
    if (config) return config;
    // Already initialised, although it has just said the contrary: it is still reading its
    // configuration from disk.
    if (!(await initiate(admin, address))) await sleep(50);
  }
}

async function readConfig(admin: mongo.Db): Promise<ReplicaSetConfig | undefined> {
  try {
    const answer = await admin.command({ replSetGetConfig: 1 });
    return answer.config as ReplicaSetConfig;
  } catch (error) {
    if (hasCode(error, notYetInitialized)) return undefined;
    throw error;
  }
}

async function initiate(admin: mongo.Db, address: string): Promise<boolean> {
  try {
    const config = { _id: replicaSetName, members: [{ _id: 0, host: address }] };
    await admin.command({ replSetInitiate: config });
    return true;
  } catch (error) {
    if (hasCode(error, alreadyInitialized)) return false;
    throw error;
  }
}

async function moveTo(admin: mongo.Db, config: ReplicaSetConfig, address: string): Promise<void> {
  const members = [{ ...config.members[0], host: address }];
  const moved = { ...config, version: config.version + 1, members };
  await admin.command({ replSetReconfig: moved, force: true });
}

async function untilPrimary(admin: mongo.Db, address: string): Promise<void> {
  const deadline = Date.now() + patienceMs;
  while (Date.now() < deadline) {
    const { isWritablePrimary } = await admin.command({ hello: 1 });
    if (isWritablePrimary) return;
    await sleep(50);
  }
  throw new Error(`MongoDB at ${address} did not become primary within ${patienceMs / 1000} s.`);
}

function hasCode(error: unknown, code: number): boolean {
  return error instanceof mongo.MongoServerError && error.code === code;
}
