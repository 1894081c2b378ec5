-- id: bad_rating_unresolved
-- version: 2
-- name: { zh: 差评超期未整改, en: Bad rating not put right }
-- grade: yellow
-- phase: after
-- finding: work
-- parameters:
--   working_days: { default: 15, unit: working_days, zh: 整改工作日数, en: Working days to put it right }
-- sentence:
--   zh: "{rated_on} 评价为 {rating}（1 非常满意至 5 非常不满意），{threshold.working_days} 个工作日内未整改到位。"
--   en: "Rated {rating} of 1 (best) to 5 on {rated_on} and not put right within {threshold.working_days} working days."
-- source:
--   zh: "国务院“好差评”制度：差评十五个工作日内整改"
--   en: "State Council, good and bad ratings — put right within fifteen working days"
select
    case_id,
    end_of_working_day(calendar_no, assumeNotNull(rated_on), toInt64(threshold('working_days'))) as found_at,
    map('rated_on', toString(rated_on), 'rating', toString(rating)) as evidence
from facts
-- Put right on the days off after the last day, it took no working day more.
where rating >= 4 and rated_on is not null and (
    rating_resolved_at is null
    or rating_resolved_at >= next_working_day_starts(calendar_no, assumeNotNull(rated_on), toInt64(threshold('working_days')))
)
