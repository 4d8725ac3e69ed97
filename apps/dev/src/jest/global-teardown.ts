import { rm } from 'node:fs/promises';
import { compiledFolder } from '../engine-process/compiled-apps';
import { testServices } from './global-setup';

export default async function globalTeardown(): Promise<void> {
  await Promise.all(testServices.running.map((service) => service.stop()));
  const compiled = compiledFolder(process.env.OME_TEST_RUN!);
  await rm(compiled, { recursive: true, force: true });
  if (testServices.dataDir) await rm(testServices.dataDir, { recursive: true, force: true });
}
