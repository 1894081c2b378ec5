-- So that the arrival of the newest event in the facts is found where it is, not by reading all of history.
alter table case_facts {on_cluster} add index if not exists last_ingested_range last_ingested_at type minmax granularity 1;

alter table case_facts {on_cluster} materialize index last_ingested_range;
