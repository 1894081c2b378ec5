-- 周排名: the ranking (ranking.sql) of an ISO week, Monday to Sunday, against the week before. Grain and definitions as there.
-- Parameters: week_start (a Monday); the others as there.
create or replace view weekly_ranking {on_cluster} as
select *
from ranking(
    period = formatDateTime({week_start:Date}, '%G-W%V'),
    from_day = {week_start:Date}, to_day = {week_start:Date} + 6,
    before_from = {week_start:Date} - 7, before_to = {week_start:Date} - 1,
    board = {board:String}, as_of = {as_of:DateTime64(3, 'UTC')},
    county = {county:String}, centre = {centre:String}, department = {department:String},
    window = {window:String}, staff = {staff:String}, item = {item:String}
);
