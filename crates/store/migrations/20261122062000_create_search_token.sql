-- Finding people: one B-tree that row-level security can't slow down, because comparing two numbers leaks nothing (an index
-- on text or on arrays is not used under a policy: `like` and `@>` are not leakproof). The policy is that of the person.

create table search_token (
    token int8 not null,
    area int8 not null,
    resident_id int8 not null,
    constraint search_token_pkey primary key (token, area, resident_id)
);
comment on table search_token is 'By what residents are found: pieces of their names in signs and in Latin letters, tails of numbers as keyed digests (domain::search::token).';
comment on column search_token.token is 'Kind in the high bits; below it one or two signs, a digest of letters, or a keyed digest of digits.';
comment on column search_token.area is 'The resident''s grid; moves with the resident.';
comment on column search_token.resident_id is 'The resident. No foreign key: it would need a second index as large as this one; a token without its resident finds nobody.';

alter table search_token enable row level security;
alter table search_token force row level security;
create policy search_token_in_scope on search_token to gezhi_app
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
create policy search_token_system on search_token to gezhi_system using (true) with check (true);
grant select, insert, delete on search_token to gezhi_app;
grant select, insert, update, delete on search_token to gezhi_system;

-- Looking for people is audited against the area that was searched. The list of kinds is extended as it stands.
do $$
declare
    kinds text;
begin
    select pg_get_constraintdef(oid)
    into strict kinds
    from pg_constraint
    where conname = 'audit_record_kind_is_known';
    if kinds not like '%''area''%' then
        alter table audit drop constraint audit_record_kind_is_known;
        execute 'alter table audit add constraint audit_record_kind_is_known '
            || replace(kinds, '''household''::text', '''household''::text, ''area''::text');
    end if;
end
$$;
