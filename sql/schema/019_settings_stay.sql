-- A threshold set again for the same scope and day, or taken back, leaves the row before it where it was: who set what, and
-- why, stays on record.
alter table rule_settings {on_cluster}
    add column if not exists setting_id String comment 'tells settings of one scope and day apart; empty before there was more than one',
    modify order by (rule, parameter, scope, code, valid_from, setting_id);
