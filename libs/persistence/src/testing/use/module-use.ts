import type { TestingModule } from '@nestjs/testing';
import type { Connection } from 'mongoose';

/** One part of the engine at work on its store, as thoroughly as every query of it takes. */
export interface ModuleUse {
  get: <T>(token: abstract new (...parts: never[]) => T) => T;
  connection: Connection;
  /** Another connection, for what no part of the engine does. */
  aside: Connection;
}

export const useOf = (
  module: TestingModule,
  connections: Pick<ModuleUse, 'connection' | 'aside'>,
): ModuleUse => ({ get: (token) => module.get(token as never), ...connections });

export async function drain(items: AsyncIterable<unknown>): Promise<void> {
  for await (const _item of items);
}

/** Both a first page and one behind a cursor. */
export async function pages(
  page: (cursor: string | null) => Promise<{ nextCursor: string | null }>,
): Promise<void> {
  const { nextCursor } = await page(null);
  if (nextCursor) await page(nextCursor);
}
