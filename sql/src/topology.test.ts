import { expect, test } from 'vitest';
import { writeTopology } from './topology.ts';

const table = `create table t {on_cluster} (a String) engine = {engine:ReplacingMergeTree(version)} order by a settings {durable}`;
const view = 'create or replace view v {on_cluster} as select {from_case:String} as a';
const dictionary = 'create dictionary d (k UInt64) primary key k {dictionary_source:t} layout(flat())';

test('on one machine: plain engines, no cluster, durable', () => {
  const topology = { dictionarySource: (name: string) => `TABLE '${name}'` };
  expect(writeTopology(table, topology)).toBe(
    'create table t  (a String) engine = ReplacingMergeTree(version) order by a settings fsync_after_insert = 1, fsync_part_directory = 1',
  );
  expect(writeTopology(dictionary, topology)).toContain("source(clickhouse(TABLE 't'))");
});

test('on a cluster: replicated engines, on every member; parameters of views stay', () => {
  const topology = { cluster: 'city', dictionarySource: (name: string) => name };
  expect(writeTopology(table, topology)).toContain(
    'create table t on cluster `city` (a String) engine = ReplicatedReplacingMergeTree(version)',
  );
  expect(writeTopology(view, topology)).toBe(
    'create or replace view v on cluster `city` as select {from_case:String} as a',
  );
});
