-- Party organisations 党组织: committees, general branches, branches and groups of a community or of an alliance unit, as entries
-- of the register with one above them; and to which of them a member's file belongs.

alter table register_entry
    add column parent_id int8,
    add constraint register_entry_under_entry foreign key (parent_id) references register_entry (id),
    add constraint register_entry_only_party_stands_under check (parent_id is null or kind ~ '^organisation\.party_'),
    add constraint register_entry_not_under_itself check (parent_id <> id);
create index register_entry_parent on register_entry (parent_id) where parent_id is not null;
comment on column register_entry.parent_id is 'The party organisation that this one stands under, or the alliance unit that it is of; null at the top and for everything else.';

alter table resident
    add column party_organisation int8,
    add constraint resident_in_party_organisation foreign key (party_organisation) references register_entry (id);
create index resident_party_organisation on resident (party_organisation) where party_organisation is not null;
comment on column resident.party_organisation is 'The party organisation 所属党组织 that keeps the membership: an entry of the register.';

-- Who works in a grid may know the organisations of its community, which stand above the grid: their members live in it. What is
-- written stays with the policy of the table.
create policy register_entry_party_above on register_entry for select to gezhi_app
    using (
        kind ~ '^organisation\.party_'
        and area % 1000 = 0
        and area <= (
            select s.area
            from session s
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and s.may_see_people
                and s.revoked_at is null
                and s.expires_at > now()
        )
        and area + 1000 > (
            select s.area
            from session s
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and s.may_see_people
                and s.revoked_at is null
                and s.expires_at > now()
        )
    );

insert into dictionary (kind, code, rank, name_zh, name_en)
values
    ('register', 'organisation.party_committee', 34, '党委', 'Party committee'),
    ('register', 'organisation.party_general', 35, '党总支', 'General party branch'),
    ('register', 'organisation.party_branch', 36, '党支部', 'Party branch'),
    ('register', 'organisation.party_group', 37, '党小组', 'Party group');
