import { once } from 'node:events';
import { addressesOf, type Addresses, banner } from './addresses';
import { appEnvironment } from './app-environment';
import { runApp, startApp } from './app-process';
import { checkPorts } from './check-ports';
import { lockDataDir } from './data-dir-lock';
import { startMongoDb } from './embedded/mongodb';
import { startRedis } from './embedded/redis';
import type { Running, RunningService } from './embedded/running';
import type { Say } from './embedded/say';
import { untilListening, untilReady } from './readiness';
import { endOrphans, RunFile } from './run-file';
import { SettingError, type Settings } from './settings';
import { Supervisor } from './supervisor';

/** The compiled entry files of the apps. */
export interface AppEntries {
  readonly admin: string;
  readonly simulator: string;
  readonly api: string;
  readonly worker: string;
  readonly fix: string;
}

/** A database; its address answers once `ready` has resolved. */
interface Database {
  readonly url: string;
  readonly ready?: Promise<void>;
}

const supervisedApps = ['simulator', 'api', 'worker', 'fix'] as const;

/** Starts and stops everything that `npm start` runs. */
export class Launcher {
  private readonly stopping = new AbortController();
  private readonly services: Supervisor[] = [];
  private readonly apps: Supervisor[] = [];
  private readonly addresses: Addresses;
  private runFile?: RunFile;
  private refusal?: SettingError;
  private hastened = false;

  constructor(
    private readonly settings: Settings,
    private readonly entries: AppEntries,
    private readonly environment: NodeJS.ProcessEnv,
    private readonly say: Say,
  ) {
    this.addresses = addressesOf(settings);
  }

  /**
   * Starts everything, and returns once it was stopped and no process is left.
   * @throws Error if something cannot start, after stopping what had started.
   */
  async run(): Promise<void> {
    const { dataDir } = this.settings;
    const lock = lockDataDir(dataDir, this.addresses.apiUrl);
    try {
      await endOrphans(dataDir);
      await checkPorts(this.settings);
      this.runFile = RunFile.create(dataDir, this.addresses, this.say);
      await this.start();
      await this.untilStopped();
    } catch (error) {
      // Failures during a stop are not reported.
      if (!this.stopping.signal.aborted) throw error;
    } finally {
      await this.stopAll();
      this.runFile?.remove();
      lock.release();
    }
    if (this.refusal) throw this.refusal;
  }

  /** Stops everything cleanly, the apps first. */
  stop(): void {
    this.stopping.abort();
  }

  /** Ends by force what is still stopping. */
  hasten(): void {
    this.hastened = true;
    for (const supervisor of [...this.apps, ...this.services]) supervisor.kill();
  }

  private async start(): Promise<void> {
    const { mongoUrl, redisUrl } = this.settings;
    const [mongo, redis] = await Promise.all<Database>([
      mongoUrl ? { url: mongoUrl } : this.startService('mongod', startMongoDb),
      redisUrl ? { url: redisUrl } : this.startService('redis', startRedis),
    ]);
    const urls = { mongoUrl: mongo.url, redisUrl: redis.url };
    this.runFile?.setUrls(urls);
    const environment = appEnvironment(this.settings, urls, this.environment);
    this.stopping.signal.throwIfAborted();

    // Every process loads its code while the databases start. Collections and indexes are created
    // before an app opens the database: the apps would otherwise all create them at the same moment.
    const databases = Promise.all([mongo.ready, redis.ready]);
    const prepared = runApp(this.entries.admin, ['init', '--sample'], environment, databases);
    for (const name of supervisedApps) {
      const launch = () => startApp(name, this.entries[name], environment, prepared, this.say);
      await this.supervise(name, this.apps, launch);
    }
    await Promise.all([databases, prepared]);
    const open = await this.untilReady();
    this.say(banner({ ...this.addresses, ...urls, dataDir: this.settings.dataDir, open }));
  }

  private startService(
    name: string,
    start: (dataDir: string, say: Say) => Promise<RunningService>,
  ): Promise<Database> {
    return new Promise((resolve, reject) => {
      const ready = this.supervise(name, this.services, async () => {
        const service = await start(this.settings.dataDir, this.say);
        resolve({ url: service.url, ready });
        return service;
      });
      ready.catch(reject);
    });
  }

  private async supervise(
    name: string,
    among: Supervisor[],
    launch: () => Promise<Running>,
  ): Promise<void> {
    const supervisor = new Supervisor(name, launch, {
      say: this.say,
      onPid: (pid) => this.runFile?.setPid(name, pid),
      onRefusal: () => this.refuse(name),
    });
    among.push(supervisor);
    await supervisor.start();
  }

  private refuse(name: string): void {
    this.refusal = new SettingError(`${name} refuses its settings, as it says above.`);
    this.stop();
  }

  /** @returns whether the API needs no key. */
  private async untilReady(): Promise<boolean> {
    const { apiUrl, workerUrl, simulatorUrl, fixAddress } = this.addresses;
    const healthUrls = [
      `${apiUrl}/health/ready`,
      `${workerUrl}/health/ready`,
      `${simulatorUrl}/health`,
    ];
    const [apiHealth = '{}'] = await Promise.all(
      healthUrls.map((url) => untilReady(url, this.say, this.stopping.signal)),
    );
    await untilListening(fixAddress, this.stopping.signal);
    return (JSON.parse(apiHealth) as { open?: boolean }).open === true;
  }

  private async untilStopped(): Promise<void> {
    const { signal } = this.stopping;
    if (!signal.aborted) await once(signal, 'abort');
  }

  private async stopAll(): Promise<void> {
    if (this.apps.length > 0) this.say('Stopping ...');
    await Promise.all(this.apps.map((app) => app.stop()));
    if (this.hastened) this.hasten();
    await Promise.all(this.services.map((service) => service.stop()));
  }
}
