-- When and where a card found what it found, apart from the JSON it is said in: a week's ranking counts the cards of its units
-- without reading what each of them says.
alter table card_events {on_cluster}
    add column if not exists found_at DateTime64(3, 'UTC') materialized parseDateTime64BestEffortOrZero(JSONExtractString(detail, 'found_at'), 3, 'UTC') comment '1970 where the action names none',
    add column if not exists calendar LowCardinality(String) materialized JSONExtractString(detail, 'calendar'),
    add column if not exists county LowCardinality(String) materialized JSONExtractString(detail, 'county'),
    add column if not exists centre LowCardinality(String) materialized JSONExtractString(detail, 'centre'),
    add column if not exists department LowCardinality(String) materialized JSONExtractString(detail, 'department'),
    add column if not exists window LowCardinality(String) materialized JSONExtractString(detail, 'window'),
    add column if not exists staff LowCardinality(String) materialized JSONExtractString(detail, 'staff'),
    add column if not exists item LowCardinality(String) materialized JSONExtractString(detail, 'item');

alter table card_events {on_cluster}
    materialize column found_at, materialize column calendar, materialize column county, materialize column centre,
    materialize column department, materialize column window, materialize column staff, materialize column item;
