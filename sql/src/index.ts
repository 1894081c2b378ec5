export { type Model, readModels } from './catalogue.ts';
export { type Migrated, type MigrateOptions, migrate } from './migrate.ts';
export {
  openStore,
  type Parameters,
  type ParameterValue,
  type QueryOptions,
  type Store,
  type Topology,
} from './store.ts';
export { StoreError } from './store-error.ts';
