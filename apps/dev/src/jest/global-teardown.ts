import { rm } from 'node:fs/promises';
import { testServices } from './test-services';

export default async function globalTeardown(): Promise<void> {
  await Promise.all(testServices.running.map((service) => service.stop()));
  if (testServices.dataDir) await rm(testServices.dataDir, { recursive: true, force: true });
}
