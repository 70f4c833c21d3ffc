-- Who is or was where: a person has stays, one after the other, instead of one dwelling.

create table stay (
    id int8 not null generated always as identity,
    area int8 not null,
    dwelling_id int8 not null,
    resident_id int8 not null,
    kind text not null,
    relation text not null,
    from_on date,
    to_on date,
    end_reason text,
    is_synthetic boolean not null default false,
    constraint stay_pkey primary key (id),
    constraint stay_at_dwelling foreign key (dwelling_id) references dwelling (id),
    constraint stay_of_resident foreign key (resident_id) references resident (id) on delete cascade,
    constraint stay_kind_is_known check (kind in ('both', 'actual', 'registered', 'away')),
    constraint stay_relation_is_known check (relation in
        ('head', 'spouse', 'child', 'parent', 'grandchild', 'tenant', 'owner', 'landlord', 'other')),
    constraint stay_ends_after_it_began check (to_on >= from_on),
    constraint stay_end_has_a_reason check ((to_on is null) = (end_reason is null)),
    constraint stay_end_reason_is_known check (end_reason in ('moved', 'changed', 'died', 'merged'))
);
create index stay_dwelling on stay (dwelling_id);
create index stay_resident on stay (resident_id);
create index stay_area on stay (area);
comment on table stay is 'Stays: who lives, is registered or owns where, from when to when. Rows end and are not deleted.';
comment on column stay.id is 'Serial number.';
comment on column stay.area is 'The dwelling''s grid; moves when the building changes hands.';
comment on column stay.dwelling_id is 'Where.';
comment on column stay.resident_id is 'Who, as it was entered; see resident.merged_into.';
comment on column stay.kind is 'both lives and is registered there, actual lives there 实际居住, registered only 户籍, away neither (a landlord elsewhere).';
comment on column stay.relation is 'Relation to the head of the household, or to the dwelling: tenant, owner, landlord.';
comment on column stay.from_on is 'First day; null when nobody knows.';
comment on column stay.to_on is 'First day on which it no longer holds; null while it holds.';
comment on column stay.end_reason is 'moved, changed (goes on as another row), died or merged; null while it holds.';
comment on column stay.is_synthetic is 'Whether the record is made up.';

-- The owner is bound by row-level security too, and sees no one.
alter table resident no force row level security;
insert into stay (area, dwelling_id, resident_id, kind, relation, is_synthetic)
select area, dwelling_id, id, 'both', relation, is_synthetic
from resident;

drop index resident_dwelling;
alter table resident drop column dwelling_id, drop column relation;

create sequence resident_serial as int8 minvalue 1 maxvalue 999999999999;
grant usage on sequence resident_serial to gezhi_app;
grant usage, update on sequence resident_serial to gezhi_system;
select setval('resident_serial', greatest((select coalesce(max(id % 1000000000000), 0) from resident), 1));
alter table resident force row level security;

alter table stay enable row level security;
alter table stay force row level security;
create policy stay_in_scope on stay to gezhi_app
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
create policy stay_system on stay to gezhi_system using (true) with check (true);
grant select, insert, update on stay to gezhi_app;
grant select, insert, update, delete on stay to gezhi_system;
