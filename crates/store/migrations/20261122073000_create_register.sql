-- Base data beyond people 基础数据: organisations and shops, schools, clinics, public facilities 部件, joint-household units 联户,
-- stairwell heads 楼道长. A contact is a person, so the table is locked like people's.

create sequence register_serial as int8 minvalue 1 maxvalue 999999999999;
grant usage on sequence register_serial to gezhi_app, gezhi_system;

create table register_entry (
    id int8 not null,
    area int8 not null,
    kind text not null,
    name text not null,
    initials text not null,
    building_id int8,
    lon float8,
    lat float8,
    contact text not null,
    contact_phone_sealed bytea,
    unit_in_charge text not null,
    from_on date,
    to_on date,
    revision int8 not null default 1,
    account_id int8 not null,
    written_at timestamptz not null,
    is_synthetic boolean not null default false,
    constraint register_entry_pkey primary key (id),
    constraint register_entry_at_building foreign key (building_id) references building (id),
    constraint register_entry_by_account foreign key (account_id) references account (id),
    constraint register_entry_has_a_name check (length(name) > 0),
    constraint register_entry_position_is_whole check ((lon is null) = (lat is null)),
    constraint register_entry_position_is_on_earth check (lon between -180 and 180 and lat between -90 and 90),
    constraint register_entry_ends_after_start check (to_on >= from_on)
);
create index register_entry_area on register_entry (area, kind);
create index register_entry_building on register_entry (building_id);
comment on table register_entry is 'Base data beyond people: what stands or works in a grid, with whom to ask. Rows are closed and not deleted.';
comment on column register_entry.id is 'EntryId: county and serial number.';
comment on column register_entry.area is 'Its grid; moves when its building changes hands, or with all of a grid that is merged away.';
comment on column register_entry.kind is 'Its sub-class: a code of the dictionary''s list register, such as organisation.shop.';
comment on column register_entry.name is 'What it is called.';
comment on column register_entry.initials is 'Pinyin initials and letters of the name in lower case, to be found by.';
comment on column register_entry.building_id is 'The building that it is in or belongs to; null when it stands by itself.';
comment on column register_entry.lon is 'Degrees east (WGS 84); null when nobody measured it.';
comment on column register_entry.lat is 'Degrees north (WGS 84); null when nobody measured it.';
comment on column register_entry.contact is 'Whom to ask, or who represents it; empty when nobody.';
comment on column register_entry.contact_phone_sealed is 'The contact''s telephone, sealed.';
comment on column register_entry.unit_in_charge is 'The unit that looks after it; empty when it is not known.';
comment on column register_entry.from_on is 'Since when; null when nobody knows.';
comment on column register_entry.to_on is 'Until when; null while it is there.';
comment on column register_entry.revision is 'Rises with every change of the row.';
comment on column register_entry.account_id is 'Who wrote it last.';
comment on column register_entry.written_at is 'When.';
comment on column register_entry.is_synthetic is 'Whether the record is made up.';

alter table register_entry enable row level security;
alter table register_entry force row level security;
create policy register_entry_in_scope on register_entry to gezhi_app
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
create policy register_entry_system on register_entry to gezhi_system using (true) with check (true);
grant select, insert, update on register_entry to gezhi_app;
grant select, insert, update, delete on register_entry to gezhi_system;

do $$
declare
    known text;
begin
    select pg_get_constraintdef(oid) into known
    from pg_constraint
    where conname = 'audit_record_kind_is_known';
    alter table audit drop constraint audit_record_kind_is_known;
    execute 'alter table audit add constraint audit_record_kind_is_known '
        || regexp_replace(known, '\]', ', ''register''::text]');
end
$$;

-- The five classes of Lhasa's base data 人、地、物、组织、房屋; people and dwellings have files of their own. The sub-classes are
-- ours and can be changed in the dictionary.
insert into dictionary (kind, code, rank, name_zh, name_en)
values
    ('register', 'person.stairwell_head', 1, '楼道长', 'Stairwell head'),
    ('register', 'person.joint_household', 2, '联户单元（联户长）', 'Joint-household unit with its representative'),
    ('register', 'person.volunteer_team', 3, '志愿服务队', 'Volunteer team'),
    ('register', 'person.security_team', 4, '治安巡防队', 'Security patrol'),
    ('register', 'person.mediator', 5, '人民调解员', 'People''s mediator'),
    ('register', 'ground.square', 6, '广场', 'Square'),
    ('register', 'ground.green', 7, '绿地', 'Green'),
    ('register', 'ground.car_park', 8, '停车场', 'Car park'),
    ('register', 'ground.market', 9, '集贸市场', 'Market place'),
    ('register', 'ground.construction', 10, '在建工地', 'Building site'),
    ('register', 'ground.shelter', 11, '应急避难场所', 'Emergency shelter'),
    ('register', 'object.street_lamp', 12, '路灯', 'Street lamp'),
    ('register', 'object.hydrant', 13, '消火栓', 'Fire hydrant'),
    ('register', 'object.manhole', 14, '井盖', 'Manhole cover'),
    ('register', 'object.waste_point', 15, '垃圾投放点', 'Waste point'),
    ('register', 'object.camera', 16, '公共视频探头', 'Public camera'),
    ('register', 'object.charging', 17, '充电设施', 'Charging point'),
    ('register', 'object.notice_board', 18, '公告栏', 'Notice board'),
    ('register', 'object.fitness', 19, '健身设施', 'Exercise equipment'),
    ('register', 'object.other', 20, '其他部件', 'Other facility'),
    ('register', 'organisation.shop', 21, '商铺', 'Shop'),
    ('register', 'organisation.enterprise', 22, '企业', 'Enterprise'),
    ('register', 'organisation.school', 23, '学校', 'School'),
    ('register', 'organisation.kindergarten', 24, '幼儿园', 'Kindergarten'),
    ('register', 'organisation.clinic', 25, '医疗机构', 'Clinic or hospital'),
    ('register', 'organisation.government', 26, '机关事业单位', 'Public body'),
    ('register', 'organisation.social', 27, '社会组织', 'Social organisation'),
    ('register', 'organisation.alliance', 28, '共驻共建单位', 'Alliance unit'),
    ('register', 'organisation.worship', 29, '宗教活动场所', 'Place of worship'),
    ('register', 'organisation.elder_care', 30, '养老服务机构', 'Care for elders'),
    ('register', 'house.hotel', 31, '旅馆', 'Hotel'),
    ('register', 'house.warehouse', 32, '厂房仓库', 'Factory or warehouse'),
    ('register', 'house.public', 33, '公共用房', 'Public premises');
