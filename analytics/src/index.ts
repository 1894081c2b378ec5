/** What others may use of this package: the application with what it stands on, and the HTTP contract. */
export { type AppOptions, app } from './app.ts';
export * from './contract/index.ts';
export { type Engine, openEngine } from './engine.ts';
export { type Address, createServer, listen } from './server.ts';
