import { expect, it } from 'vitest';
import { ingestCommand } from './intake.ts';

it.each(['127.0.0.1:8080', 'localhost', 'http://', 'ftp://host'])('does not take %s for a server', async (to) => {
  const command = (await ingestCommand()).exitOverride().configureOutput({ writeErr: () => undefined });
  await expect(command.parseAsync(['events.ndjson', '--to', to], { from: 'user' })).rejects.toThrow(
    /like http:\/\/127\.0\.0\.1:8080/,
  );
});
