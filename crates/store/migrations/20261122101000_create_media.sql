-- Pictures 照片 of cases. The program seals picture and thumbnail and keeps them outside the database, in a folder or a bucket;
-- the row holds their names and, sealed, the key that they open with. With the row the key is gone.

create sequence media_serial as int8 minvalue 1 maxvalue 999999999999;
grant usage on sequence media_serial to gezhi_app, gezhi_system;

create table media (
    id int8 not null,
    area int8 not null,
    case_id int8,
    version int4,
    purpose text,
    object_name text not null,
    thumb_name text not null,
    key_sealed bytea not null,
    bytes int4 not null,
    sha256 bytea not null,
    width int4 not null,
    height int4 not null,
    captured_at timestamptz,
    x_dm int4,
    y_dm int4,
    accuracy_m float4,
    is_mocked bool not null,
    account_id int8 not null,
    post_id int8 not null,
    uploaded_at timestamptz not null,
    operation_id uuid not null,
    staged_until timestamptz,
    released_name text,
    released_thumb_name text,
    released_by int8,
    released_at timestamptz,
    black_outs int2[] not null default '{}',
    constraint media_pkey primary key (id),
    constraint media_of_case foreign key (case_id) references case_file (id) on delete cascade,
    constraint media_by_account foreign key (account_id) references account (id),
    constraint media_by_post foreign key (post_id) references post (id),
    constraint media_released_by_account foreign key (released_by) references account (id),
    constraint media_operation_once unique (account_id, operation_id),
    constraint media_purpose_is_known check (purpose in ('report', 'done', 'check')),
    constraint media_is_staged_or_of_case check (
        (case_id is null) = (staged_until is not null)
        and (case_id is null) = (version is null)
        and (case_id is null) = (purpose is null)
    ),
    constraint media_place_is_whole check ((x_dm is null) = (y_dm is null)),
    constraint media_is_released_whole check (
        (released_name is null) = (released_thumb_name is null)
        and (released_name is null) = (released_by is null)
        and (released_name is null) = (released_at is null)
    ),
    constraint media_released_belongs_to_case check (released_name is null or case_id is not null),
    constraint media_black_outs_are_fours check (cardinality(black_outs) % 4 = 0)
);
create index media_area on media (area);
create index media_case on media (case_id);
create index media_staged on media (staged_until) where staged_until is not null;
comment on table media is 'Pictures of cases; what is seen on them lies sealed outside the database. Without a case they are staged: only who sent them knows of them, and they are thrown away after a day.';
comment on column media.id is 'MediaId: county and serial number.';
comment on column media.area is 'The area of the case, and moves with it; of who sent it while it is staged.';
comment on column media.case_id is 'The case it belongs to; null while it is staged.';
comment on column media.version is 'The event of the case it came with (case_event.version); null while it is staged.';
comment on column media.purpose is 'What it is for: report (what the reporter saw), done (the result), check (seen on site); null while it is staged.';
comment on column media.object_name is 'Where the sealed picture is kept; nobody can guess it.';
comment on column media.thumb_name is 'Where the sealed thumbnail is kept.';
comment on column media.key_sealed is 'The key of what is kept outside, sealed.';
comment on column media.bytes is 'Size of the kept picture before it was sealed.';
comment on column media.sha256 is 'Of the file as it was sent: the same file again is noticed.';
comment on column media.width is 'Pixels across.';
comment on column media.height is 'Pixels down.';
comment on column media.captured_at is 'When it was taken, as its sender says.';
comment on column media.x_dm is 'Where it was taken, as its sender says, decimetres east of the origin.';
comment on column media.y_dm is 'Where it was taken, as its sender says, decimetres north of the origin.';
comment on column media.accuracy_m is 'How exact that place is meant, in metres.';
comment on column media.is_mocked is 'Whether the device says that its place is made up: flagged, never blocked.';
comment on column media.account_id is 'Who sent it.';
comment on column media.post_id is 'In which capacity.';
comment on column media.uploaded_at is 'When it came.';
comment on column media.operation_id is 'The sender''s number of the upload: sent again, it is the same picture.';
comment on column media.staged_until is 'When it is thrown away; null once it belongs to a case.';
comment on column media.released_name is 'Where the sealed version is kept that residents may see; null while there is none.';
comment on column media.released_thumb_name is 'Where its thumbnail is kept.';
comment on column media.released_by is 'Who made it public.';
comment on column media.released_at is 'When.';
comment on column media.black_outs is 'What is blacked out on the public version: x, y, width, height of each rectangle in thousandths.';

-- What lies in the folder or bucket. A name is written here, and committed, before the object is: so nothing lies there that nobody
-- knows of, whatever crashes.
create table media_object (
    name text not null,
    media_id int8,
    due_at timestamptz not null,
    constraint media_object_pkey primary key (name),
    constraint media_object_of_media foreign key (media_id) references media (id) on delete set null
);
create index media_object_media on media_object (media_id);
create index media_object_due on media_object (due_at) where media_id is null;
comment on table media_object is 'Names of sealed objects outside the database. One that belongs to no picture is removed when it is due.';
comment on column media_object.name is 'County and a number that nobody can guess.';
comment on column media_object.media_id is 'The picture that it belongs to; null before that, and after the picture is gone.';
comment on column media_object.due_at is 'From when it is removed if it belongs to no picture.';

alter table media enable row level security;
alter table media force row level security;
create policy media_in_scope on media to gezhi_app
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
        and (
            case_id is not null
            or account_id = (
                select s.account_id
                from session s
                where s.key = decode(current_setting('gezhi.session', true), 'hex')
                    and s.revoked_at is null
                    and s.expires_at > now()
            )
        )
    );
create policy media_system on media to gezhi_system using (true) with check (true);
grant select, insert on media to gezhi_app;
grant update (
    area, case_id, version, purpose, staged_until, released_name, released_thumb_name, released_by, released_at, black_outs
) on media to gezhi_app;
grant select, insert, update, delete on media to gezhi_system;
grant select, insert, update on media_object to gezhi_app;
grant select, insert, update, delete on media_object to gezhi_system;
