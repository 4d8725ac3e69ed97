import { banner } from './addresses';

test('the banner names the console before everything else', () => {
  const lines = banner({
    apiUrl: 'http://127.0.0.1:5000',
    simulatorUrl: 'http://127.0.0.1:5001',
    workerUrl: 'http://127.0.0.1:5002',
    fixAddress: '127.0.0.1:5003',
    mongoUrl: 'mongodb://127.0.0.1:27017/ome',
    redisUrl: 'redis://127.0.0.1:6379',
    dataDir: '/tmp/ome',
    open: true,
  }).split('\n');
  const [first] = lines.filter((line) => line.includes('http'));
  expect(first.trim()).toMatch(/^Console +http:\/\/127\.0\.0\.1:5000\/console$/);
});
