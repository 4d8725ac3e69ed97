import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { readEngineSettings } from '@ome/execution-links';
import { ApiModule } from '../../../api/src/api.module';
import { apiDocument } from '../../../api/src/docs/serve-docs';
import { code, page, prose, table } from './markdown';

const INTRODUCTION = `Swagger, at \`/docs\`, is the same with a way to try it, and \`/docs-json\` is the OpenAPI document. Decimals are
strings, and are accepted as strings or numbers; times are ISO 8601 in UTC. Any POST takes an \`Idempotency-Key\` header.
[Errors](refusals.md) are problem+json.`;

interface Schema {
  type?: string;
  description?: string;
  format?: string;
  enum?: unknown[];
  items?: Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  $ref?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  example?: unknown;
}

interface Operation {
  tags?: string[];
  summary?: string;
  description?: string;
  'x-scope'?: string;
  parameters?: {
    name: string;
    in: string;
    required?: boolean;
    description?: string;
    schema?: Schema;
  }[];
  requestBody?: { content: Record<string, { schema: Schema }> };
}

type Paths = Record<string, Record<string, Operation>>;

/** Built from the controllers alone: it needs no store and starts nothing. */
export async function restPage(): Promise<string> {
  const settings = readEngineSettings({
    MONGO_URL: 'mongodb://nowhere/ome',
    REDIS_URL: 'redis://nowhere',
  });
  const app = await NestFactory.create<NestFastifyApplication>(
    ApiModule.forRoot(settings),
    new FastifyAdapter(),
    { preview: true, logger: false },
  );
  const { paths } = apiDocument(app) as unknown as { paths: Paths };
  const tags = new Map<string, string[]>();
  for (const [path, methods] of Object.entries(paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      const [tag = 'other'] = operation.tags ?? [];
      const described = tags.get(tag) ?? [];
      tags.set(tag, [...described, describe(method, path, operation)]);
    }
  }
  const sections = [...tags].map(([tag, parts]) => [`## ${tag}`, ...parts].join('\n\n'));
  return page('REST', INTRODUCTION, ...sections);
}

function describe(method: string, path: string, operation: Operation): string {
  const { summary, description, parameters = [], requestBody } = operation;
  const scope = operation['x-scope'];
  const queries = parameters.filter((parameter) => parameter.in === 'query');
  const body = requestBody?.content['application/json']?.schema;
  return [
    `### ${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`,
    scope ? `Scope ${code(scope)}.` : 'No key.',
    summary && prose(summary),
    description && prose(description),
    queries.length > 0 &&
      table(
        ['query', 'value', ''],
        queries.map(({ name, schema }) => [
          code(name),
          typeOf(schema),
          prose(schema?.description ?? ''),
        ]),
      ),
    body?.properties && fields(body),
    body?.example !== undefined &&
      ['```json', JSON.stringify(body.example, null, 2), '```'].join('\n'),
  ]
    .filter(Boolean)
    .join('\n\n');
}

const fields = ({ properties = {}, required = [] }: Schema): string =>
  table(
    ['field', 'value', ''],
    Object.entries(properties).map(([name, schema]) => [
      required.includes(name) ? `${code(name)}, required` : code(name),
      typeOf(schema),
      prose(schema.description ?? ''),
    ]),
  );

function typeOf(schema: Schema = {}): string {
  const { type, format, items, $ref } = schema;
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return [...new Set(choices.map(typeOf))].join(' or ');
  if (schema.enum) return schema.enum.map((value) => code(String(value))).join(', ');
  if (items) return `list of ${typeOf(items)}`;
  if ($ref) return $ref.split('/').at(-1)!;
  return format ? `${type ?? ''} (${format})` : (type ?? '');
}
