import { loopback, portObstacle } from './embedded/free-port';
import type { Settings } from './settings';

/**
 * Checks that the apps can listen on their ports before anything is started.
 * @throws Error that names the address and the setting that changes it.
 */
export async function checkPorts(settings: Settings): Promise<void> {
  await checkPort('PORT', settings.host, settings.port);
  await checkPort('SIMULATOR_PORT', loopback, settings.simulatorPort);
  await checkPort('SIMULATOR_STREAM_PORT', loopback, settings.simulatorStreamPort);
  await checkPort('SIMULATOR_FIX_PORT', loopback, settings.simulatorFixPort);
  await checkPort('WORKER_PORT', loopback, settings.workerPort);
  await checkPort('FIX_PORT', loopback, settings.fixPort);
}

async function checkPort(setting: string, host: string, port: number): Promise<void> {
  const obstacle = await portObstacle(host, port);
  if (obstacle === 'EADDRINUSE') {
    throw new Error(
      `Port ${port} on ${host} is taken: stop the program that listens there, or set ${setting} to another port.`,
    );
  }
  if (obstacle) throw new Error(`Nobody can listen on ${host}, port ${port} (${obstacle}).`);
}
