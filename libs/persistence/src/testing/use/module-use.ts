import type { TestingModule } from '@nestjs/testing';
import type { Connection } from 'mongoose';

/** A spec part that makes one part of the engine send all of its queries. */
export interface ModuleUse {
  get: <T>(token: abstract new (...parts: never[]) => T) => T;
  connection: Connection;
  /** Another connection, for set-up that is not the engine's. */
  aside: Connection;
}

export const useOf = (
  module: TestingModule,
  connections: Pick<ModuleUse, 'connection' | 'aside'>,
): ModuleUse => ({ get: (token) => module.get(token as never), ...connections });

export async function drain(items: AsyncIterable<unknown>): Promise<void> {
  for await (const _item of items);
}

/** A first page and the page after its cursor. */
export async function pages(
  page: (cursor: string | null) => Promise<{ nextCursor: string | null }>,
): Promise<void> {
  const { nextCursor } = await page(null);
  if (nextCursor) await page(nextCursor);
}
