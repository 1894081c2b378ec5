-- The days of a case's span are those of everything ever said of it (cases/07_case_facts.sql), so that rows may be left out by
-- them before FINAL. The start after this computes all facts anew by itself, as the models between the events and them changed.
alter table case_facts {on_cluster}
    comment column first_on 'the day before the first on which anything was ever said to have happened',
    comment column last_on 'the day after the last on which anything was ever said to have happened';

alter table open_cases {on_cluster}
    comment column first_on 'as in case_facts',
    comment column last_on 'as in case_facts';
