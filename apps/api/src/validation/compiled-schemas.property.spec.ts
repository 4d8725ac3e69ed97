import 'reflect-metadata';
import { resolve } from 'node:path';
import { getMetadataStorage, validateSync } from 'class-validator';
import * as fc from 'fast-check';
import { tries } from '../../../../libs/domain/test/property-runs';
import '../api.module';
import { compiledCheck, type Dto, schemaOf, toleratesUnknownFields } from './compiled-schemas';

/** Every DTO of the API: what its modules export and class-validator knows. */
const DTOS: Dto[] = dtosOfTheApi();

function dtosOfTheApi(): Dto[] {
  const storage = getMetadataStorage() as unknown as { validationMetadatas: Map<Dto, unknown> };
  const folder = resolve(__dirname, '..');
  const exported = Object.entries(require.cache)
    .filter(([path]) => path.startsWith(folder))
    .flatMap(([, module]) => Object.values(module!.exports as Record<string, Dto>));
  const abstract = ['TimeRangeQuery'];
  return [...new Set(exported)]
    .filter((dto) => storage.validationMetadatas.has(dto) && !abstract.includes(dto.name))
    .sort((one, other) => one.name.localeCompare(other.name));
}

/** The verdict of class-validator alone, by the rules that the pipe applies. */
function classValidatorTakes(dto: Dto, body: object): boolean {
  const tolerant = toleratesUnknownFields(dto);
  const errors = validateSync(Object.assign(new dto(), body), {
    whitelist: !tolerant,
    forbidNonWhitelisted: !tolerant,
    forbidUnknownValues: true,
  });
  return errors.length === 0;
}

const word = fc.stringMatching(/^[!-~]{1,64}$/);

/** Values near the edges of the rules that fields of ours have. */
const nearlyGood = fc.oneof(
  fc.constantFrom('', ' ', 'x'.repeat(64), 'x'.repeat(65), 'two words', 'Ünï', '😀'.repeat(40)),
  fc.constantFrom(
    '\n',
    'A\n',
    '1\n',
    '\u2028',
    '\ud800',
    'a\u0000b',
    'x'.repeat(64) + '\ufe0f',
    '😀'.repeat(65),
  ),
  fc.constantFrom(0, 1, -0, -1, 1.5, 1e21, 1e-21, 1e308, 2 ** 53, '0', '1', '-1', '01', '1e5'),
  fc.constantFrom('1'.repeat(34), '1'.repeat(35), '.5', '5.', '+5', '0x10', 'NaN', 'Infinity'),
  fc.constantFrom('9'.repeat(15), '9'.repeat(16), '1000', '10000', '٣', '１'),
  fc.constantFrom('2026-01-01', '2026-02-30', '2026-01-01T10:00', '2026-01-01T10:00:00+05:30'),
  fc.constantFrom('2026-01-01T25:00', '20260101', 'noon', '2026-01-01T10:00:00.1234567890Z'),
  fc.constantFrom('f'.repeat(24), 'F'.repeat(24), 'f'.repeat(23), 'AB', 'A'.repeat(1_025)),
  fc.constantFrom(null, undefined, true, false, [], {}, [1], ['BUY'], { valueOf: 1 }),
  fc.constantFrom('buy', 'Buy', 'toString', '__proto__', 'true', 'false', 'TRUE'),
);

/** A good value of a field, from the schema that is under test: its verdict is checked, not used. */
function goodValue(rule: Record<string, unknown>): fc.Arbitrary<unknown> {
  if (Array.isArray(rule.enum)) return fc.constantFrom(...(rule.enum as unknown[]));
  if ('isExactDecimal' in rule) {
    return fc.oneof(
      fc.integer({ min: 1, max: 1_000_000 }),
      fc.stringMatching(/^[1-9]\d{0,9}(\.\d{1,9})?$/),
    );
  }
  if (rule.type === 'boolean') return fc.boolean();
  if (rule.type === 'object') return fc.constant({});
  if (rule.type === 'integer') {
    const { minimum = 0, maximum = 1_000_000 } = rule as { minimum?: number; maximum?: number };
    return fc.integer({ min: minimum, max: maximum });
  }
  if (rule.type === 'array') {
    const items = rule.items as Record<string, unknown>;
    return fc.uniqueArray(goodValue(items), { minLength: 1, maxLength: 3 });
  }
  if ('isIanaTimeZone' in rule) return fc.constantFrom('Asia/Kolkata', 'UTC');
  if ('isNetwork' in rule) return fc.constantFrom('10.1.0.0/16', '::1');
  if ('isDay' in rule) return fc.constantFrom('2026-01-01', '2028-02-29');
  if ('isInstant' in rule) return fc.constantFrom('2026-01-01', '2026-01-01T10:00:00Z');
  if ('isWireInteger' in rule) return fc.oneof(fc.nat(), fc.nat().map(String));
  if (typeof rule.pattern === 'string') return fc.stringMatching(new RegExp(rule.pattern));
  const { minLength: shortest = 1 } = rule as { minLength?: number };
  return shortest > 1 ? fc.stringMatching(new RegExp(`^[!-~]{${shortest}}$`)) : word;
}

function body(dto: Dto): fc.Arbitrary<Record<string, unknown>> {
  const { properties, required = [] } = schemaOf(dto) as {
    properties: Record<string, Record<string, unknown>>;
    required?: string[];
  };
  const goodFields = Object.fromEntries(
    Object.entries(properties).map(([name, rule]) => [name, goodValue(rule)]),
  );
  const good = fc.record(goodFields, { requiredKeys: required });
  const fields = Object.fromEntries(
    Object.entries(properties).map(([name, rule]) => [
      name,
      fc.oneof(
        { weight: 12, arbitrary: goodValue(rule) },
        { weight: 2, arbitrary: nearlyGood },
        { weight: 1, arbitrary: fc.anything({ maxDepth: 2 }) },
      ),
    ]),
  );
  const known = fc.record(fields, { requiredKeys: [] });
  const extra = fc.oneof(
    { weight: 9, arbitrary: fc.constant({}) },
    { weight: 1, arbitrary: fc.dictionary(fc.string(), nearlyGood, { maxKeys: 2 }) },
  );
  const any = fc.tuple(known, extra).map(([one, other]) => ({ ...one, ...other }));
  // Of many fields some one is nearly always wrong.
  return fc.oneof({ weight: 1, arbitrary: good }, { weight: 4, arbitrary: any });
}

describe('the compiled check and class-validator', () => {
  test.each(DTOS.map((dto) => [dto.name, dto] as const))('agree about every %s', (_name, dto) => {
    const taken = { yes: 0, no: 0 };
    fc.assert(
      fc.property(body(dto), (request) => {
        // class-validator stumbles over these; the pipe refuses them.
        fc.pre(!Object.keys(request).some((key) => UNSEEN.has(key)));
        const compiled = compiledCheck(dto)(request);
        taken[compiled ? 'yes' : 'no'] += 1;
        expect({ request, taken: compiled }).toEqual({
          request,
          taken: classValidatorTakes(dto, request),
        });
      }),
      tries(1_500),
    );
    // The property says nothing unless both kinds came up.
    expect(taken.yes).toBeGreaterThan(20);
    expect(taken.no).toBeGreaterThan(20);
  });

  test.each(DTOS.map((dto) => [dto.name, dto] as const))(
    'agree about no %s at all',
    (_name, dto) => {
      for (const request of [[], 'text', 5, null, true]) {
        expect(compiledCheck(dto)(request)).toBe(false);
      }
    },
  );

  test('every DTO of the API is among them', () => {
    const names = DTOS.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['NewOrderDto', 'NewOrderMessage', 'PageQuery']));
    expect(names.length).toBeGreaterThan(40);
  });
});

/** `__proto__`, `constructor`, `valueOf` … */
const UNSEEN = new Set(Object.getOwnPropertyNames(Object.prototype));
