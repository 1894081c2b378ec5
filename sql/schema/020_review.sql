-- 月讲评, what people did with a month's review, append only: sentences they wrote otherwise, comments under the four forms of
-- supervision. What the review says by itself is never kept: it follows from the numbers.
-- Grain: one row per (month, scope, subject, sequence, action). The same action told twice is one row.
create table if not exists review_acts {on_cluster}
(
    month     String comment 'YYYY-MM',
    scope     String comment 'whose review: county=…&centre=…&department=…, those narrowed to; empty for the whole',
    subject   String comment 'sentence:<id>:<zh|en> or comment:<32 hexadecimal digits>',
    sequence  UInt32 comment 'place among the actions on the subject, from 1',
    action_id String comment 'hash of the action: the same told again is the same',
    action    LowCardinality(String) comment 'edit | restore | comment | withdraw',
    actor     String comment 'who acted, as they said',
    at        DateTime64(3, 'UTC'),
    text      String codec(ZSTD(1)),
    detail    String comment 'JSON: of an edit the sentence it replaced, of a comment its form and screen' codec(ZSTD(1))
)
engine = {engine:ReplacingMergeTree} order by (month, scope, subject, sequence, action_id) settings {durable};
