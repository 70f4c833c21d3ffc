-- The resident e-file: the fields of GB/T 31000, key groups, skills, merges, and how fresh each field group is.
-- Telephone, papers and medical notes are kept sealed, in columns of their own.

alter table resident
    add column former_name text,
    add column ethnicity text,
    add column native_place text,
    add column marital text,
    add column politics text,
    add column party text,
    add column education text,
    add column occupation text,
    add column workplace text,
    add column registered_address text,
    add column residence_match text,
    add column inflow text,
    add column permit text,
    add column permit_from_on date,
    add column permit_until_on date,
    add column status text not null default 'checked',
    add column died_on date,
    add column merged_into int8,
    add column revision int8 not null default 1,
    add constraint resident_status_is_known check (status in ('checked', 'unchecked')),
    add constraint resident_permit_dates_in_order check (permit_until_on >= permit_from_on),
    add constraint resident_not_merged_into_itself check (merged_into <> id),
    add constraint resident_merged_into_resident foreign key (merged_into) references resident (id);
create index resident_merged on resident (merged_into) where merged_into is not null;
create index resident_namesake on resident (name, born_on);
comment on column resident.former_name is 'Former name 曾用名.';
comment on column resident.ethnicity is '民族 (GB/T 3304; dictionary ethnicity).';
comment on column resident.native_place is 'Native place 籍贯.';
comment on column resident.marital is 'Marital status 婚姻状况 (GB/T 2261.2; dictionary marital).';
comment on column resident.politics is '政治面貌 (GB/T 4762; dictionary politics).';
comment on column resident.party is 'Kind of party membership 党员类别 (dictionary party).';
comment on column resident.education is 'Education 学历 (GB/T 4658; dictionary education).';
comment on column resident.occupation is 'Occupation 职业.';
comment on column resident.workplace is 'Place of work 服务处所.';
comment on column resident.registered_address is 'Address of the household register 户籍门（楼）详址.';
comment on column resident.residence_match is '人户一致标识: 01 lives where registered, 02 not (dictionary residence_match).';
comment on column resident.inflow is 'Why somebody came who is registered elsewhere 流入原因 (dictionary inflow).';
comment on column resident.permit is 'Document of the floating population 办证类型 (dictionary permit).';
comment on column resident.permit_from_on is 'Day on which the document was registered 登记日期.';
comment on column resident.permit_until_on is 'Last day of the document 证件到期日期.';
comment on column resident.status is 'checked 已核对 against a document, or unchecked 待核实: outside counts and certificates.';
comment on column resident.died_on is 'Day of death; null while alive.';
comment on column resident.merged_into is 'The file that this duplicate was merged into; null otherwise.';
comment on column resident.revision is 'Rises with every change of the file.';
comment on column resident.area is 'The grid of the person''s home; moves with the person and when the building changes hands.';
comment on column resident.name is 'Name; empty while nobody knows it.';
grant insert, update on resident to gezhi_app;

create table resident_key_group (
    resident_id int8 not null,
    code int2 not null,
    area int8 not null,
    level text,
    since_on date,
    note text,
    constraint resident_key_group_pkey primary key (resident_id, code),
    constraint resident_key_group_of_resident foreign key (resident_id) references resident (id) on delete cascade,
    constraint resident_key_group_code_is_a_label check (code between 1 and 31)
);
create index resident_key_group_area on resident_key_group (area, code);
comment on table resident_key_group is 'Key groups 重点人群 that a person belongs to, with the facts of each.';
comment on column resident_key_group.resident_id is 'Who.';
comment on column resident_key_group.code is 'The label of the key group (label.code).';
comment on column resident_key_group.area is 'The person''s grid.';
comment on column resident_key_group.level is 'Grade or class, such as 二级 of a disability.';
comment on column resident_key_group.since_on is 'Since when.';
comment on column resident_key_group.note is 'What helpers have to know.';

alter table resident_key_group enable row level security;
alter table resident_key_group force row level security;
create policy resident_key_group_in_scope on resident_key_group to gezhi_app
    using (
        area >= (
            select s.area
            from session s
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and s.may_see_people
                and s.revoked_at is null
                and s.expires_at > now()
        )
        and area < (
            select s.area_end
            from session s
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and s.may_see_people
                and s.revoked_at is null
                and s.expires_at > now()
        )
    );
create policy resident_key_group_system on resident_key_group to gezhi_system using (true) with check (true);
grant select, insert, update, delete on resident_key_group to gezhi_app;
grant select, insert, update, delete on resident_key_group to gezhi_system;

create table resident_skill (
    resident_id int8 not null,
    code text not null,
    area int8 not null,
    constraint resident_skill_pkey primary key (resident_id, code),
    constraint resident_skill_of_resident foreign key (resident_id) references resident (id) on delete cascade
);
create index resident_skill_area on resident_skill (area, code);
comment on table resident_skill is 'What people can do for others 居民特长.';
comment on column resident_skill.resident_id is 'Who.';
comment on column resident_skill.code is 'The skill (dictionary skill).';
comment on column resident_skill.area is 'The person''s grid.';

alter table resident_skill enable row level security;
alter table resident_skill force row level security;
create policy resident_skill_in_scope on resident_skill to gezhi_app
    using (
        area >= (
            select s.area
            from session s
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and s.may_see_people
                and s.revoked_at is null
                and s.expires_at > now()
        )
        and area < (
            select s.area_end
            from session s
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and s.may_see_people
                and s.revoked_at is null
                and s.expires_at > now()
        )
    );
create policy resident_skill_system on resident_skill to gezhi_system using (true) with check (true);
grant select, insert, update, delete on resident_skill to gezhi_app;
grant select, insert, update, delete on resident_skill to gezhi_system;

create table resident_merge (
    id int8 not null generated always as identity,
    area int8 not null,
    kept_id int8 not null,
    merged_id int8 not null,
    filled text[] not null,
    ended_stays int8[] not null,
    account_id int8 not null,
    merged_at timestamptz not null,
    undone_at timestamptz,
    constraint resident_merge_pkey primary key (id),
    constraint resident_merge_keeps_resident foreign key (kept_id) references resident (id) on delete cascade,
    constraint resident_merge_of_resident foreign key (merged_id) references resident (id) on delete cascade,
    constraint resident_merge_by_account foreign key (account_id) references account (id)
);
create index resident_merge_area on resident_merge (area);
create index resident_merge_kept on resident_merge (kept_id);
create index resident_merge_merged on resident_merge (merged_id);
comment on table resident_merge is 'Duplicates that were merged, with what it takes to undo that.';
comment on column resident_merge.id is 'Serial number.';
comment on column resident_merge.area is 'The kept file''s grid.';
comment on column resident_merge.kept_id is 'The file that stays.';
comment on column resident_merge.merged_id is 'The duplicate.';
comment on column resident_merge.filled is 'Fields that the kept file took from the duplicate.';
comment on column resident_merge.ended_stays is 'Stays of the duplicate that ended with the merge.';
comment on column resident_merge.account_id is 'Who merged.';
comment on column resident_merge.merged_at is 'When.';
comment on column resident_merge.undone_at is 'When it was undone; null while it holds.';

alter table resident_merge enable row level security;
alter table resident_merge force row level security;
create policy resident_merge_in_scope on resident_merge to gezhi_app
    using (
        area >= (
            select s.area
            from session s
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and s.may_see_people
                and s.revoked_at is null
                and s.expires_at > now()
        )
        and area < (
            select s.area_end
            from session s
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and s.may_see_people
                and s.revoked_at is null
                and s.expires_at > now()
        )
    );
create policy resident_merge_system on resident_merge to gezhi_system using (true) with check (true);
grant select, insert, update on resident_merge to gezhi_app;
grant select, insert, update, delete on resident_merge to gezhi_system;

create table verification (
    subject_id int8 not null,
    field_group text not null,
    area int8 not null,
    verified_at timestamptz not null,
    account_id int8 not null,
    method text not null,
    constraint verification_pkey primary key (subject_id, field_group),
    constraint verification_by_account foreign key (account_id) references account (id),
    constraint verification_group_is_known check (field_group in ('identity', 'contact', 'residence', 'background', 'care', 'dwelling')),
    constraint verification_method_is_known check (method in ('door', 'phone', 'document', 'other'))
);
create index verification_area on verification (area);
comment on table verification is 'When, by whom and how a field group was last verified.';
comment on column verification.subject_id is 'The person; for the group dwelling, the dwelling.';
comment on column verification.field_group is 'identity, contact, residence, background or care of a person; dwelling of a household.';
comment on column verification.area is 'The grid.';
comment on column verification.verified_at is 'When.';
comment on column verification.account_id is 'Who.';
comment on column verification.method is 'door, phone, document or other.';

alter table verification enable row level security;
alter table verification force row level security;
create policy verification_in_scope on verification to gezhi_app
    using (
        area >= (
            select s.area
            from session s
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and s.may_see_people
                and s.revoked_at is null
                and s.expires_at > now()
        )
        and area < (
            select s.area_end
            from session s
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and s.may_see_people
                and s.revoked_at is null
                and s.expires_at > now()
        )
    );
create policy verification_system on verification to gezhi_system using (true) with check (true);
grant select, insert, update on verification to gezhi_app;
grant select, insert, update, delete on verification to gezhi_system;

alter table household
    add column filled int2 not null default 0,
    add column required int2 not null default 0,
    add column fresh_until date,
    add constraint household_filled_of_required check (filled between 0 and required);
comment on column household.filled is 'Required fields of its people''s files that are filled.';
comment on column household.required is 'Required fields of its people''s files.';
comment on column household.fresh_until is 'The last day on which every field group of the file is fresh; null when one was never verified.';
comment on column household.residents is 'How many checked people live in it.';
comment on column household.verified_on is 'The day since which every field group of the file was verified; null when one never was.';
