-- A refused line that comes again, or is refused again when it is replayed, keeps the moment it first came.
alter table ingest_rejects {on_cluster}
    add column if not exists last_refused_at DateTime64(3, 'UTC') default received_at
        comment 'when it was refused the last time: on arrival, sent again, or replayed' after received_at;
