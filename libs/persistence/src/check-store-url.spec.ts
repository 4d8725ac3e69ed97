import { SettingFault } from '@ome/platform';
import { checkStoreUrl } from './check-store-url';

test.each([
  'mongodb://user:p@ss@host/ome',
  'mongodb://host:port/ome',
  'mongodb://host/ome?replicaset=ome&unheardOf=1',
  'mongodb+srv://host.example.net:27017/ome',
])('%s is no setting', (url) => {
  expect(() => checkStoreUrl(url)).toThrow(SettingFault);
  expect(() => checkStoreUrl(url)).toThrow(/^MONGO_URL cannot be used: /);
});

test.each([
  'mongodb://127.0.0.1:27017/ome?replicaSet=ome',
  'mongodb://user:p%40ss@a:1,b:2/ome?authSource=admin',
])('%s is one', (url) => expect(() => checkStoreUrl(url)).not.toThrow());
