-- 一岗三责: who answers besides those who handle cases, as imported with the directory. A row is for the department, the centre
-- or the region it names, or for everything where it names none; it takes effect on its valid_from, and one without a person
-- says that nobody holds the office from that day on.
create table if not exists responsibilities {on_cluster}
(
    role LowCardinality(String) comment 'leader | supervisor | deputy_director | director | inspection',
    region String, centre String, department String, person String, valid_from Date, version UInt64
)
engine = {engine:ReplacingMergeTree(version)} order by (role, region, centre, department, valid_from) settings {durable};
