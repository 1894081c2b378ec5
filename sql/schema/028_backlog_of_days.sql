-- The backlog of days that are over comes out of their sums, too: what each day added to it and took from it
-- (marts/01_unit_steps.sql). Until they are summed anew, the sums of a release before are nobody's (src/day-sums.ts).
alter table day_sums {on_cluster}
    add column if not exists opened Int32 comment 'cases that became open on the day, less those that no longer were',
    add column if not exists lapsed Int32 comment 'cases that became overdue on the day, less those that no longer stood open';
