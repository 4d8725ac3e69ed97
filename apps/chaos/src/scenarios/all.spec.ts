import { readdirSync } from 'node:fs';
import { scenarios } from './all';

/** In `real-engine.integration.spec`, for `npm test`. */
const ELSEWHERE = ['kill'];

it('each scenario has a spec file of its name', () => {
  const files = readdirSync(__dirname).filter((file) => /\.\w+\.spec\.ts$/.test(file));
  const names = files.map((file) => file.replace(/\..*/, ''));
  expect([...ELSEWHERE, ...names].sort()).toEqual(scenarios.map(({ name }) => name).sort());
});
