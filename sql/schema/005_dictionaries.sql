-- The directory and the calendar in memory, for look-ups by the million. Reloaded by reloadDirectory().
create or replace dictionary calendar_day {on_cluster}
(
    key UInt64, day Date, is_known Bool, working_index UInt32, starts_at DateTime64(3, 'UTC'),
    hours Array(Tuple(UInt32, UInt32)), seconds_before UInt64
)
primary key key {dictionary_source:calendar_days} layout(hashed_array()) lifetime(0);

-- The day on which a calendar's n-th working day falls.
create or replace dictionary working_day {on_cluster} (key UInt64, day Date)
primary key key {dictionary_source:working_day_source} layout(hashed_array()) lifetime(0);

-- The day on which a calendar's n-th working second falls.
create or replace dictionary working_second {on_cluster}
(calendar_no UInt64, first_second UInt64, last_second UInt64, day Date)
primary key calendar_no {dictionary_source:working_second_source}
layout(range_hashed()) range(min first_second max last_second) lifetime(0);

create or replace dictionary zone_offset {on_cluster}
(calendar_no UInt64, from_second Int64, to_second Int64, seconds Int32)
primary key calendar_no {dictionary_source:zone_offset_source}
layout(range_hashed()) range(min from_second max to_second) lifetime(0);

create or replace dictionary calendar_number {on_cluster}
(calendar String, calendar_no UInt16, counting String, standard_day_seconds UInt32, known_until Date, calendar_name String)
primary key calendar {dictionary_source:calendar_number_source} layout(complex_key_hashed()) lifetime(0);

create or replace dictionary item_in_force {on_cluster}
(
    item String, valid_from Date, valid_to Date, name String, department String, case_kind String,
    promised_limit Int32, promised_unit String, statutory_limit Int32, statutory_unit String
)
primary key item {dictionary_source:item_in_force_source}
layout(complex_key_range_hashed()) range(min valid_from max valid_to) lifetime(0);

create or replace dictionary stage_in_force {on_cluster}
(item String, stage String, valid_from Date, valid_to Date, limit Int32, unit String)
primary key item, stage {dictionary_source:stage_in_force_source}
layout(complex_key_range_hashed()) range(min valid_from max valid_to) lifetime(0);

create or replace dictionary setting_in_force {on_cluster}
(key String, region String, valid_from Date, valid_to Date, value String)
primary key key, region {dictionary_source:setting_in_force_source}
layout(complex_key_range_hashed()) range(min valid_from max valid_to) lifetime(0);

-- One entry per unit of any level: (level, code) → name and place, as of today.
create or replace dictionary unit {on_cluster}
(level String, code String, name String, department String, centre String, county String, calendar String)
primary key level, code {dictionary_source:unit_source} layout(complex_key_hashed()) lifetime(0);
