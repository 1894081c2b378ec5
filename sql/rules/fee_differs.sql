-- id: fee_differs
-- version: 1
-- name: { zh: 收费与标准不符, en: Fee differs from the item's }
-- grade: yellow
-- phase: after
-- finding: work
-- sentence:
--   zh: 实收 {fee} 元，事项标准 {fee_on_file} 元。
--   en: "Charged {fee}, the item's fee is {fee_on_file}."
-- source:
--   zh: "湖南公开做法：收费与标准不符"
--   en: "Hunan, published practice — fee different from the standard"
with dictGetOrDefault('item_in_force', 'fee', toString(item), assumeNotNull(ifNull(clock_from_on, received_on)), toDecimal64(-1, 2)) as on_file
select
    case_id,
    fee_at as found_at,
    map('fee', toString(fee), 'fee_on_file', toString(on_file)) as evidence
from facts
-- An item with no fee on file says nothing; one that is free has a fee of 0.
where fee is not null and on_file >= 0 and fee != on_file
