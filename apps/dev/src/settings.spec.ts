import { resolve } from 'node:path';
import { readSettings } from './settings';

it('needs nothing set', () => {
  expect(readSettings({})).toEqual({
    host: '127.0.0.1',
    port: 5000,
    simulatorPort: 5001,
    simulatorStreamPort: 5004,
    simulatorFixPort: 5005,
    workerPort: 5002,
    fixPort: 5003,
    dataDir: resolve('.ome'),
    mongoUrl: undefined,
    redisUrl: undefined,
  });
});

it('treats an empty setting as not set', () => {
  expect(readSettings({ PORT: '', MONGO_URL: '', HOST: '', OME_DATA_DIR: '' })).toEqual(
    readSettings({}),
  );
});

it.each(['0', '65536', '5000x', '-1', '1e3', ' '])('refuses the port "%s"', (port) => {
  expect(() => readSettings({ WORKER_PORT: port })).toThrow(
    `WORKER_PORT must be a port from 1 to 65535, but is "${port}".`,
  );
});
