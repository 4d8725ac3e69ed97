import { CompiledApps } from './compiled-apps';
import { ENGINE_START_MS, type EngineProcess } from './engine-process';

/** One engine for all tests of a file: starting it takes longer than most tests. */
export function useEngine(
  start: (distDir: string, dataDir: string) => Promise<EngineProcess>,
  { console = false } = {},
): () => EngineProcess {
  let apps: CompiledApps;
  let engine: EngineProcess;

  beforeAll(async () => {
    apps = CompiledApps.compile({ console });
    engine = await start(apps.distDir, apps.makeDataDir());
  }, ENGINE_START_MS);

  afterAll(async () => {
    await engine?.stop();
    apps.remove();
  }, ENGINE_START_MS);

  return () => engine;
}
