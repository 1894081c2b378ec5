/** The OpenAPI document, made from the route schemas, and a page to read and try it at /docs. */
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import fp from 'fastify-plugin';

export default fp<{ version: string }>(async (app, { version }) => {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Mingcha 明察',
        description: 'Case events in; statistics, rankings and overdue warnings of government service centres out.',
        version,
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      tags: [
        { name: 'statistics', description: 'Counts and rankings. Rates are numerator and denominator.' },
        { name: 'supervision', description: 'Open cases with their clocks, and the cases behind a number.' },
        { name: 'cards', description: 'What the supervision rules found, and what people did with it.' },
        { name: 'rules', description: 'The supervision rules and their thresholds.' },
        { name: 'publications', description: 'Notices, and what is frozen when they go out.' },
        { name: 'directory', description: 'Who and what is supervised, as on file.' },
        { name: 'events', description: 'Events coming in, and what was refused.' },
        { name: 'operation', description: 'For those who run the server.' },
      ],
    },
    refResolver: {
      buildLocalReference: (schema, _base, _fragment, index) => String(schema['$id'] ?? `schema-${index}`),
    },
  });
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    theme: {
      title: 'Mingcha 明察 API',
      css: [{ filename: 'theme.css', content: '.swagger-ui .topbar { display: none }' }],
    },
  });
});
