-- Every list of records goes out as a file: notices, rosters, areas with their counts, one estate's counts, open cases, party
-- organisations. All of them only with masks; what is behind masks goes out as a list of people.

alter table export drop constraint export_list_is_known;
alter table export add constraint export_list_is_known check (
    list in (
        'people', 'register', 'notice', 'estates', 'notices', 'roster', 'areas', 'estate', 'cases', 'party'
    )
);
comment on column export.list is 'Which list: people, register, notice, notices, estates, estate, areas, roster, cases or party.';
