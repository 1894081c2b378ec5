-- Which event a refused line tells of, as far as it says so: when that event comes in after all, the line is no longer open.
-- Of lines kept before, what their text says; of rows of files kept before, nothing.
alter table ingest_rejects {on_cluster}
    add column if not exists case_id String default if(isValidJSON(text), JSONExtractString(text, 'case_id'), ''),
    add column if not exists event_id String default if(isValidJSON(text), JSONExtractString(text, 'event_id'), ''),
    add column if not exists revision UInt32 default if(isValidJSON(text), JSONExtractUInt(text, 'revision'), 0);
