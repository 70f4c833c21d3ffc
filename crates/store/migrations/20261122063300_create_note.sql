-- What one has to know about a place: main valve, order of the meters, who manages it.

create table place_note (
    place text not null,
    place_id int8 not null,
    unit int2 not null,
    kind text not null,
    area int8 not null,
    text text not null,
    written_at timestamptz not null,
    account_id int8 not null,
    constraint place_note_pkey primary key (place_id, place, unit, kind),
    constraint place_note_place_is_known check (place in ('dwelling', 'stairwell', 'building')),
    constraint place_note_by_account foreign key (account_id) references account (id),
    constraint place_note_kind_is_known check (kind in ('valve', 'meters', 'manager', 'access', 'other'))
);
create index place_note_area on place_note (area);
comment on table place_note is 'Notes at a dwelling, a stairwell or a building.';
comment on column place_note.place is 'dwelling, stairwell or building.';
comment on column place_note.place_id is 'The dwelling or the building.';
comment on column place_note.unit is 'Unit 单元 of a stairwell''s note; 0 for the building itself and for a dwelling.';
comment on column place_note.kind is 'valve (main valve), meters (their order), manager (property company), access or other.';
comment on column place_note.area is 'The grid; moves when the building changes hands.';
comment on column place_note.text is 'The note.';
comment on column place_note.written_at is 'When it was last written.';
comment on column place_note.account_id is 'Who wrote it.';

alter table place_note enable row level security;
alter table place_note force row level security;
create policy place_note_in_scope on place_note to gezhi_app
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
create policy place_note_system on place_note to gezhi_system using (true) with check (true);
grant select, insert, update, delete on place_note to gezhi_app;
grant select, insert, update, delete on place_note to gezhi_system;

create table estate_note (
    estate_id int8 not null,
    kind text not null,
    text text not null,
    written_at timestamptz not null,
    account_id int8 not null,
    constraint estate_note_pkey primary key (estate_id, kind),
    constraint estate_note_of_estate foreign key (estate_id) references estate (id) on delete cascade,
    constraint estate_note_by_account foreign key (account_id) references account (id),
    constraint estate_note_kind_is_known check (kind in ('valve', 'meters', 'manager', 'access', 'other'))
);
comment on table estate_note is 'Notes at an estate 小区. Nothing personal: an estate can reach over several grids.';
comment on column estate_note.estate_id is 'The estate.';
comment on column estate_note.kind is 'valve (main valve), meters (their order), manager (property company, or that there is none), access or other.';
comment on column estate_note.text is 'The note.';
comment on column estate_note.written_at is 'When it was last written.';
comment on column estate_note.account_id is 'Who wrote it.';
grant select, insert, update, delete on estate_note to gezhi_app, gezhi_system;
