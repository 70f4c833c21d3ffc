-- Entries of the register by two signs of their name, at any place in it. `position(… in name)` reads every entry of a city under
-- the policy (25 ms for 70,000, and 100 with the joins), and an index on signs as `pg_trgm` makes it can't be asked before the policy
-- was; plain text is equal to plain text, though, is something that an index may answer first.

create table register_gram (
    gram text collate "C" not null,
    place int2 not null,
    name_length int2 not null,
    entry_id int8 not null,
    area int8 not null,
    is_party boolean not null,
    constraint register_gram_pkey primary key (gram, place, name_length, entry_id),
    constraint register_gram_of_entry foreign key (entry_id) references register_entry (id) on delete cascade,
    constraint register_gram_place_is_known check (place in (0, 1)),
    constraint register_gram_is_two_signs check (length(gram) = 2)
);
create index register_gram_entry on register_gram (entry_id);
create index register_gram_area on register_gram (area);
comment on table register_gram is 'Two signs next to each other in the names of the register, and those that initials begin with. Written by the register''s own triggers.';
comment on column register_gram.gram is 'Two signs, in lower case.';
comment on column register_gram.place is '0 where the name or its initials begin with them, 1 inside.';
comment on column register_gram.name_length is 'Signs of the whole name: short names come first.';
comment on column register_gram.entry_id is 'The entry.';
comment on column register_gram.area is 'The entry''s area.';
comment on column register_gram.is_party is 'Whether the entry is a party organisation, which is seen from below as well.';

alter table register_gram enable row level security;
alter table register_gram force row level security;
create policy register_gram_in_scope on register_gram for select to gezhi_app
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
create policy register_gram_party_above on register_gram for select to gezhi_app
    using (
        is_party
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
create policy register_gram_system on register_gram to gezhi_system using (true) with check (true);
grant select on register_gram to gezhi_app, gezhi_system;

create function register_grams(name text, initials text) returns table (gram text, place int2)
language sql
immutable
set search_path = public, pg_temp
as $$
    select two.gram, min(two.place)::int2
    from (
        select substr(lower(name), at, 2) as gram, case when at = 1 then 0 else 1 end as place
        from generate_series(1, least(length(lower(name)), 60) - 1) as at
        union all
        select substr(initials, 1, 2), 0
    ) as two
    where length(two.gram) = 2
    group by two.gram
$$;
comment on function register_grams(text, text) is 'Two signs next to each other, each once, with the best place that it has.';

create function spell_entries_anew() returns trigger
language plpgsql
security definer
set search_path = public, pg_temp
as $$
begin
    if tg_op = 'UPDATE' then
        delete from register_gram g
        using before_change o
        join after_change e on e.id = o.id
        where g.entry_id = o.id and (e.name, e.initials, e.area, e.kind) <> (o.name, o.initials, o.area, o.kind);
        insert into register_gram (gram, place, name_length, entry_id, area, is_party)
        select s.gram, s.place, least(length(e.name), 1000), e.id, e.area, e.kind ~ '^organisation\.party_'
        from after_change e
        join before_change o on o.id = e.id, register_grams(e.name, e.initials) s
        where (e.name, e.initials, e.area, e.kind) <> (o.name, o.initials, o.area, o.kind);
    else
        insert into register_gram (gram, place, name_length, entry_id, area, is_party)
        select s.gram, s.place, least(length(e.name), 1000), e.id, e.area, e.kind ~ '^organisation\.party_'
        from after_change e, register_grams(e.name, e.initials) s;
    end if;
    return null;
end
$$;
revoke all on function spell_entries_anew() from public;
comment on function spell_entries_anew() is 'Keeps the signs of names in step with the register, whoever writes it.';
create trigger register_entry_is_new after insert on register_entry
    referencing new table as after_change
    for each statement execute function spell_entries_anew();
create trigger register_entry_is_changed after update on register_entry
    referencing old table as before_change new table as after_change
    for each statement execute function spell_entries_anew();

insert into register_gram (gram, place, name_length, entry_id, area, is_party)
select s.gram, s.place, least(length(e.name), 1000), e.id, e.area, e.kind ~ '^organisation\.party_'
from register_entry e, register_grams(e.name, e.initials) s;
