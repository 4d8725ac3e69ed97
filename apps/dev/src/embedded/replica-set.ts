import { setTimeout as sleep } from 'node:timers/promises';
import { mongo } from 'mongoose';

export const replicaSetName = 'ome';

const notYetInitialized = 94;
const alreadyInitialized = 23;
const patienceMs = 60_000;

interface ReplicaSetConfig {
  readonly version: number;
  readonly members: readonly { readonly host: string }[];
}

/**
 * Makes the server at `address` the primary of a replica set of one, whatever it was before: new,
 * stopped cleanly, killed half-way through, or started earlier on another port.
 */
export async function becomePrimary(address: string): Promise<void> {
  const client = await mongo.MongoClient.connect(`mongodb://${address}/?directConnection=true`);
  try {
    const admin = client.db('admin');
    const config = await loadConfig(admin, address);
    if (config.members[0]?.host !== address) await moveTo(admin, config, address);
    await untilPrimary(admin, address);
  } finally {
    await client.close();
  }
}

async function loadConfig(admin: mongo.Db, address: string): Promise<ReplicaSetConfig> {
  for (;;) {
    const config = await readConfig(admin);
    if (config) return config;
    // Already initialised, although it has just said the contrary: it is still reading its
    // configuration from disk and will know in a moment.
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
