-- Who is told of cards, about which units, from which grade on, and where. The newest version of a row wins. Secrets are not
-- kept here: `secret_env` and every ${NAME} in the address are names of variables in the environment of the process.
create table if not exists notification_receivers {on_cluster}
(
    receiver             String,
    name                 String,
    level                Enum8('everywhere' = 0, 'county' = 1, 'centre' = 2, 'department' = 3, 'window' = 4, 'staff' = 5),
    code                 String comment 'of the unit whose cards it hears of; empty for everywhere',
    role                 LowCardinality(String) comment 'whom it reaches in the chain of those responsible',
    grades               Array(LowCardinality(String)) comment 'empty: those of the role',
    channel              LowCardinality(String) comment 'wecom | dingtalk | feishu | webhook | email',
    address              String,
    secret_env           String comment 'robot and webhook: the secret it signs with; email: the URL of the mail server',
    is_secret_in_address Bool comment 'the address holds a secret in plain words, and somebody said that this is meant',
    language             LowCardinality(String) comment 'zh | en',
    is_active            Bool,
    set_by               String,
    set_at               DateTime64(3, 'UTC'),
    reason               String,
    version              UInt64
)
engine = {engine:ReplacingMergeTree(version)} order by receiver settings {durable};

-- What happened to each message, append only; its state is derived. A message tells one receiver of one case in one grade,
-- and its number is made of these three, so that whoever wants to tell it again finds it told.
-- Grain: one row per (message, sequence, action, worker). The same action told twice is one row.
create table if not exists deliveries {on_cluster}
(
    message_id String comment 'hash of receiver, case and grade',
    sequence   UInt32 comment 'place among the actions on the message, from 1; a claim and its outcome share one',
    action     LowCardinality(String) comment 'queued | claimed | delivered | refused | unreachable | dropped',
    worker     String comment 'which process acted; empty for queued',
    receiver   LowCardinality(String),
    case_id    String,
    grade      LowCardinality(String),
    at         DateTime64(3, 'UTC') codec(Delta, ZSTD(1)),
    not_before Nullable(DateTime64(3, 'UTC')) comment 'queued, refused, unreachable: the next try; claimed: when the claim ends',
    post       String comment 'messages that went together share it; empty for queued',
    status     UInt16 comment 'of the answer: HTTP or SMTP; 0 without one',
    answer     String comment 'the first of what the receiver said, or why it was not reached' codec(ZSTD(1)),
    detail     String comment 'queued: JSON, what is told' codec(ZSTD(1))
)
engine = {engine:ReplacingMergeTree} partition by toYYYYMM(at) order by (message_id, sequence, action, worker)
settings {durable};
