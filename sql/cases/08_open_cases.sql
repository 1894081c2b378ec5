-- The open cases alone, so that supervision costs what is open and not what is history. Grain: one row per case.
-- Fed by every insert into case_facts. A refresh (odd version) passes a case that has closed on as a tombstone, which the
-- refresher cleans out; a rebuild (even version) tells closed cases once, at its end, since most of history never was open
-- here.
create materialized view open_cases_feed {on_cluster} to open_cases as
select * from case_facts where not is_closed or version % 2 = 1;
