const { readdirSync } = require('node:fs');
const { join } = require('node:path');

const domain = join(__dirname, '../../../../../libs/domain/src');
const PROPERTIES = /(\.property|slice-sum|instrument-symbol)\.spec\.ts$/;

/**
 * All examples of the domain as one spec file, as each file costs more than its tests: they run once
 * for every mutant. Those with properties would take most of the time.
 */
for (const name of readdirSync(domain, { recursive: true })) {
  if (!name.endsWith('.spec.ts') || PROPERTIES.test(name)) continue;
  const file = join(domain, name);
  // Loaded again, it declares its tests again.
  delete require.cache[file];
  require(file);
}
