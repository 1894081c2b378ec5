/** Answers are gzipped for who can read it. Brotli is left out: it costs more time than it saves on a local network. */
import compress from '@fastify/compress';
import fp from 'fastify-plugin';

export default fp(async (app) => {
  // Requests are unpacked by the routes that take packed ones: they know how large a body may become.
  await app.register(compress, { encodings: ['gzip', 'deflate', 'identity'], globalDecompression: false });
});
