/**
 * Lets a child process run this repository's TypeScript as it stands, without a build: the same sources the test
 * runner tests. Used as `node --conditions=mingcha:source --import run-sources.mjs program.ts`. What was compiled
 * is kept in the directory COMPILED names, for the next child.
 */
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { register } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isMainThread } from 'node:worker_threads';

// Node loads hooks in a thread of their own; the main thread only registers them.
if (isMainThread) register(import.meta.url);

export async function load(url, context, nextLoad) {
  if (!url.startsWith('file:') || !url.endsWith('.ts')) return nextLoad(url, context);
  const text = await readFile(fileURLToPath(url), 'utf8');
  const kept = join(process.env.COMPILED, `${createHash('sha256').update(url).update(text).digest('hex')}.mjs`);
  let source;
  try {
    source = await readFile(kept, 'utf8');
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
    source = await compile(fileURLToPath(url), text);
    await writeFile(kept, source);
  }
  return { format: 'module', source, shortCircuit: true };
}

let compiler;

async function compile(fileName, text) {
  compiler ??= (await import('typescript')).default;
  const { ModuleKind, ScriptTarget } = compiler;
  return compiler.transpileModule(text, {
    fileName,
    compilerOptions: { module: ModuleKind.ESNext, target: ScriptTarget.ES2023, inlineSourceMap: true },
  }).outputText;
}
