/**
 * The one place where a schema meets the machine it runs on. Schema and model files say what they mean:
 *
 * - `{on_cluster}`                  nothing, or `ON CLUSTER name`
 * - `{engine:ReplacingMergeTree(v)}` the engine, or its Replicated twin (path and replica from the server's defaults)
 * - `{durable}`                     the settings under which an acknowledged row survives a power cut
 * - `{dictionary_source:table}`     `SOURCE(CLICKHOUSE(…))` for a table or view of this same store
 *
 * Every other `{name:Type}` is a parameter of a view and is left alone.
 */
import { replacePlaceholders } from './statement.ts';
import type { Topology } from './store.ts';

const durable = 'fsync_after_insert = 1, fsync_part_directory = 1';

export function writeTopology(statement: string, { cluster, dictionarySource }: Topology): string {
  return replacePlaceholders(statement, (name, type) => {
    switch (name) {
      case 'on_cluster':
        return cluster === undefined ? '' : `on cluster \`${cluster}\``;
      case 'engine':
        return cluster === undefined ? type : `Replicated${type}`;
      case 'durable':
        return durable;
      case 'dictionary_source':
        return `source(clickhouse(${dictionarySource(type)}))`;
      default:
        return undefined;
    }
  });
}
