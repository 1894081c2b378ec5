-- id: outside_hall
-- version: 1
-- name: { zh: 两头受理, en: Accepted outside the hall }
-- grade: yellow
-- phase: during
-- finding: work
-- sentence:
--   zh: 该事项已进驻大厅，{accepted_at} 未经大厅窗口受理。
--   en: "The item is handled in the hall, and the case was accepted at {accepted_at} at no window of one."
-- source:
--   zh: "平凉公开规定：应进未进、两头受理"
--   en: "Pingliang, published rules — items that should move in and did not, or are accepted in both places"
select
    case_id,
    accepted_at as found_at,
    map('accepted_at', formatDateTime(local_time(calendar_no, assumeNotNull(accepted_at)), '%F %R'), 'window', window) as evidence
from facts
-- Only where the directory says that the item is in the hall; what came by wire or mail passes no window.
where accepted_at is not null and channel not in ('web', 'mobile', 'mail')
    and (window = '' or (dictHas('unit', ('window', toString(window))) and dictGet('unit', 'centre', ('window', toString(window))) = ''))
    and dictGetOrDefault('item_in_force', 'is_in_hall', toString(item), assumeNotNull(accepted_on), toInt8(-1)) = 1
