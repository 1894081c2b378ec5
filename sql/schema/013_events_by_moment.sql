-- So that data quality reads the events of its days, not all of history; events stored before get their index by the mutation.
alter table case_events {on_cluster} add index if not exists occurred_at_range occurred_at type minmax granularity 1;

alter table case_events {on_cluster} materialize index occurred_at_range;
