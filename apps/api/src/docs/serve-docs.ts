import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';

const DESCRIPTION = `Order management engine.

Decimals are strings, and are taken as strings or numbers; times are ISO 8601 in UTC. Errors are
problem+json (RFC 9457) that name the field. Any POST takes an \`Idempotency-Key\` header: a repeat
with the same key is answered as the first was, and nothing happens twice. Keys are kept as long as
orders are: for ever.`;

/** The OpenAPI document of the controllers. */
export function apiDocument(app: NestFastifyApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle('OME')
    .setDescription(DESCRIPTION)
    .setVersion('1')
    .addBearerAuth()
    .addSecurityRequirements('bearer')
    .addApiKey({ type: 'apiKey', name: 'X-Api-Key', in: 'header' }, 'X-Api-Key')
    .addSecurityRequirements('X-Api-Key')
    .build();
  return SwaggerModule.createDocument(app, config);
}

/** Swagger at /docs, its JSON at /docs-json. */
export function serveDocs(app: NestFastifyApplication): void {
  SwaggerModule.setup('docs', app, () => apiDocument(app));
}
