-- The backlog of days that are over comes out of their sums, too: what each day added to it and took from it
-- (marts/01_unit_steps.sql), and on the first of a month what stood before, so that no older day is read. Until they are
-- summed anew, the sums of a release before are nobody's (src/day-sums.ts).
alter table day_sums {on_cluster}
    add column if not exists opened Int32 comment 'cases that became open on the day, less those that no longer were',
    add column if not exists lapsed Int32 comment 'cases that became overdue on the day, less those that no longer stood open',
    add column if not exists open_before Int32 comment 'on the first of a month: cases that stood open at the end of the day before',
    add column if not exists overdue_before Int32 comment 'on the first of a month: of those, the overdue';
