import type { Connection } from 'mongoose';

export interface StoreWrites {
  inserted: number;
  updated: number;
}

/** Documents written since the store started, by its own count. */
export async function storeWrites(connection: Connection): Promise<StoreWrites> {
  const status = await connection.db!.admin().serverStatus();
  const { inserted, updated } = (status as { metrics: { document: Record<string, unknown> } })
    .metrics.document;
  return { inserted: Number(inserted), updated: Number(updated) };
}
