-- Photos 照片 of people, of their documents and of dwellings. The program seals picture and thumbnail before they come here;
-- the keys are in a file outside the database.

create sequence photo_serial as int8 minvalue 1 maxvalue 999999999999;
grant usage on sequence photo_serial to gezhi_app, gezhi_system;

create table photo (
    id int8 not null,
    area int8 not null,
    kind text not null,
    resident_id int8,
    dwelling_id int8,
    caption text not null,
    taken_on date not null,
    width int4 not null,
    height int4 not null,
    picture_sealed bytea,
    small_sealed bytea,
    account_id int8 not null,
    post_id int8 not null,
    added_at timestamptz not null,
    removed_at timestamptz,
    removed_by int8,
    constraint photo_pkey primary key (id),
    constraint photo_of_resident foreign key (resident_id) references resident (id),
    constraint photo_of_dwelling foreign key (dwelling_id) references dwelling (id),
    constraint photo_by_account foreign key (account_id) references account (id),
    constraint photo_by_post foreign key (post_id) references post (id),
    constraint photo_removed_by_account foreign key (removed_by) references account (id),
    constraint photo_kind_is_known check (kind in ('portrait', 'document', 'dwelling')),
    constraint photo_has_one_subject check ((resident_id is null) <> (dwelling_id is null)),
    constraint photo_kind_fits_subject check ((kind = 'dwelling') = (dwelling_id is not null)),
    constraint photo_removed_by_somebody check ((removed_at is null) = (removed_by is null)),
    constraint photo_is_erased_whole check ((picture_sealed is null) = (small_sealed is null)),
    constraint photo_is_erased_after_removal check (picture_sealed is not null or removed_at is not null)
);
create index photo_area on photo (area);
create index photo_resident on photo (resident_id);
create index photo_dwelling on photo (dwelling_id);
-- Sealed bytes do not compress, and the key id at their front is read without the rest.
alter table photo alter column picture_sealed set storage external;
alter table photo alter column small_sealed set storage external;
comment on table photo is 'Photos of people, of their documents and of dwellings, sealed. Rows are taken away and not deleted; the picture of one that was taken away is erased after 30 days.';
comment on column photo.id is 'PhotoId: county and serial number.';
comment on column photo.area is 'The grid of the person or dwelling; moves with it.';
comment on column photo.kind is 'What it shows: portrait, document (shown for a reason only) or dwelling.';
comment on column photo.resident_id is 'Whose portrait or document it is; null for a dwelling.';
comment on column photo.dwelling_id is 'Which dwelling it shows; null for a person.';
comment on column photo.caption is 'A few words; may be empty.';
comment on column photo.taken_on is 'The day it was taken.';
comment on column photo.width is 'Pixels across.';
comment on column photo.height is 'Pixels down.';
comment on column photo.picture_sealed is 'The picture, a JPEG without metadata, sealed; null when it was erased.';
comment on column photo.small_sealed is 'The same made small, sealed; null when it was erased.';
comment on column photo.account_id is 'Who added it.';
comment on column photo.post_id is 'In which capacity.';
comment on column photo.added_at is 'When.';
comment on column photo.removed_at is 'When it was taken away; null while it is there.';
comment on column photo.removed_by is 'Who took it away.';

alter table photo enable row level security;
alter table photo force row level security;
create policy photo_in_scope on photo to gezhi_app
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
create policy photo_system on photo to gezhi_system using (true) with check (true);
grant select, insert on photo to gezhi_app;
grant update (area, removed_at, removed_by) on photo to gezhi_app;
grant select, insert, update, delete on photo to gezhi_system;
