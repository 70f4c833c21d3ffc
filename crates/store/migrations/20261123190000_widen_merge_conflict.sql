-- Every field that is gone through at the door can meet another value, not only the telephone (domain::doorstep).

alter table merge_conflict drop constraint merge_conflict_field_is_known;
alter table merge_conflict add constraint merge_conflict_field_is_known check (
    field in (
        'phone',
        'ethnicity',
        'native_place',
        'registered_address',
        'residence_match',
        'inflow',
        'permit',
        'permit_from_on',
        'permit_until_on',
        'marital',
        'politics',
        'party',
        'party_organisation',
        'education',
        'occupation',
        'workplace'
    )
);
comment on column merge_conflict.field is 'Which field: phone, or a column of resident that is gone through at the door.';
