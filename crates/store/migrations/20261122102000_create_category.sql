-- What cases are about: categories 事部件分类 in groups, as rows. Codes stay; names, rules and use may change.
-- Public: says nothing about a person. The rows are those of domain::category::default_categories (a test compares them).

create table case_group (
    code text not null,
    name_zh text not null,
    name_en text not null,
    kind text not null,
    constraint case_group_pkey primary key (code),
    constraint case_group_code_has_two_digits check (code ~ '^[0-9]{2}$'),
    constraint case_group_kind_is_known check (kind in ('component', 'event'))
);
comment on table case_group is 'Groups of categories: the classes of GB/T 30428.2 and those of residents'' requests.';
comment on column case_group.code is 'Two digits: the first two of its categories'' codes.';
comment on column case_group.name_zh is 'Chinese name.';
comment on column case_group.name_en is 'English name.';
comment on column case_group.kind is 'component 部件 (owned by somebody) or event 事件 (happens somewhere): decides who is asked first.';
grant select on case_group to gezhi_app, gezhi_system;
grant insert, update on case_group to gezhi_system;

create table case_category (
    code text not null,
    name_zh text not null,
    name_en text not null,
    closing text not null,
    urgency text not null,
    duplicate_radius_m int2 not null,
    is_sensitive boolean not null default false,
    needs_milestones boolean not null default false,
    is_retired boolean not null default false,
    group_code text not null generated always as (left(code, 2)) stored,
    constraint case_category_pkey primary key (code),
    constraint case_category_of_group foreign key (group_code) references case_group (code),
    constraint case_category_code_has_four_digits check (code ~ '^[0-9]{4}$'),
    constraint case_category_closing_is_known check (closing in ('on_the_spot', 'checked', 'signed')),
    constraint case_category_urgency_is_known check (urgency in ('ordinary', 'urgent', 'emergency')),
    constraint case_category_radius_is_near check (duplicate_radius_m between 1 and 500)
);
comment on table case_category is 'Categories of cases: what closing needs, how urgent, and how near a duplicate may be.';
comment on column case_category.code is 'Four digits: two of the group and two of its own.';
comment on column case_category.name_zh is 'Chinese name.';
comment on column case_category.name_en is 'English name.';
comment on column case_category.closing is 'on_the_spot 当场办结, checked (picture, re-check, evaluation) or signed (note or signature).';
comment on column case_category.urgency is 'Urgency unless the report says otherwise: ordinary, urgent or emergency.';
comment on column case_category.duplicate_radius_m is 'Metres within which two reports may be about the same thing.';
comment on column case_category.is_sensitive is 'Whether the public sees a place nearby instead of the place.';
comment on column case_category.needs_milestones is 'Whether a case carries a timetable with stages.';
comment on column case_category.group_code is 'Its group: the first two digits.';
comment on column case_category.is_retired is 'Whether it can still be chosen; cases that have it keep it.';
grant select on case_category to gezhi_app, gezhi_system;
grant insert, update on case_category to gezhi_system;

insert into case_group (code, name_zh, name_en, kind)
values
    ('01', '公用设施', 'Public utilities', 'component'),
    ('02', '道路交通', 'Roads and traffic', 'component'),
    ('03', '市容环境设施', 'Street furniture', 'component'),
    ('04', '园林绿化', 'Parks and greenery', 'component'),
    ('05', '房屋及其他部件', 'Buildings and other facilities', 'component'),
    ('11', '市容环境', 'Cleanliness', 'event'),
    ('12', '宣传广告', 'Posters and advertising', 'event'),
    ('13', '施工管理', 'Building works', 'event'),
    ('14', '突发事件', 'Emergencies', 'event'),
    ('15', '街面秩序', 'Order in the street', 'event'),
    ('21', '民生服务', 'Services for residents', 'event'),
    ('22', '矛盾纠纷', 'Disputes', 'event'),
    ('23', '安全隐患', 'Hazards', 'event'),
    ('24', '走访所见', 'Seen on visits', 'event'),
    ('25', '咨询投诉', 'Questions and complaints', 'event');

insert into case_category
    (code, name_zh, name_en, closing, urgency, duplicate_radius_m, is_sensitive, needs_milestones)
values
    ('0101', '井盖破损或缺失', 'Manhole cover broken or missing', 'checked', 'urgent', 15, false, false),
    ('0102', '路灯故障', 'Street lamp out', 'checked', 'ordinary', 25, false, false),
    ('0103', '供水设施故障', 'Water supply fault', 'checked', 'urgent', 50, false, false),
    ('0104', '排水设施堵塞或破损', 'Drain blocked or broken', 'checked', 'ordinary', 30, false, false),
    ('0105', '供电设施故障', 'Power supply fault', 'checked', 'urgent', 50, false, false),
    ('0106', '燃气设施异常', 'Gas supply fault', 'checked', 'emergency', 50, false, false),
    ('0107', '供热设施故障', 'Heating fault', 'checked', 'urgent', 50, false, false),
    ('0108', '通信线缆垂落', 'Cable hanging down', 'checked', 'ordinary', 25, false, false),
    ('0201', '路面破损', 'Road surface broken', 'checked', 'ordinary', 40, false, false),
    ('0202', '人行道破损', 'Pavement broken', 'checked', 'ordinary', 30, false, false),
    ('0203', '交通信号设施损坏', 'Traffic signal damaged', 'checked', 'urgent', 30, false, false),
    ('0204', '公交站亭损坏', 'Bus shelter damaged', 'checked', 'ordinary', 25, false, false),
    ('0301', '垃圾容器破损或满溢', 'Waste container broken or overflowing', 'checked', 'ordinary', 25, false, false),
    ('0302', '公共厕所损坏', 'Public toilet damaged', 'checked', 'ordinary', 30, false, false),
    ('0303', '健身休闲设施损坏', 'Bench or exercise equipment damaged', 'checked', 'ordinary', 25, false, false),
    ('0401', '行道树倒伏或枯死', 'Street tree fallen or dead', 'checked', 'urgent', 20, false, false),
    ('0402', '绿地设施损坏', 'Green space damaged', 'checked', 'ordinary', 30, false, false),
    ('0501', '单元门或门禁损坏', 'Entrance door or lock broken', 'checked', 'ordinary', 15, false, false),
    ('0502', '电梯故障', 'Lift out of order', 'checked', 'urgent', 15, false, false),
    ('0503', '外墙或屋面渗漏', 'Wall or roof leaks', 'checked', 'ordinary', 20, false, false),
    ('0504', '车棚或围墙破损', 'Bicycle shed or wall damaged', 'checked', 'ordinary', 25, false, false),
    ('0505', '消防设施损坏', 'Fire equipment damaged', 'checked', 'urgent', 20, false, false),
    ('1101', '暴露垃圾', 'Rubbish lying about', 'checked', 'ordinary', 25, false, false),
    ('1102', '积存渣土', 'Heap of rubble', 'checked', 'ordinary', 30, false, false),
    ('1103', '动物尸体', 'Dead animal', 'checked', 'ordinary', 25, false, false),
    ('1104', '道路不洁或积水', 'Dirty or flooded road', 'checked', 'ordinary', 50, false, false),
    ('1105', '油烟或噪声扰民', 'Fumes or noise', 'checked', 'ordinary', 30, false, false),
    ('1201', '非法小广告', 'Unlawful stickers', 'on_the_spot', 'ordinary', 15, false, false),
    ('1202', '违规户外广告或店招', 'Unlawful hoarding or shop sign', 'checked', 'ordinary', 15, false, false),
    ('1203', '横幅乱挂', 'Banner where none belongs', 'on_the_spot', 'ordinary', 20, false, false),
    ('1301', '施工扰民', 'Noise of building works', 'checked', 'ordinary', 60, false, false),
    ('1302', '工地扬尘或撒漏', 'Dust or spills from a building site', 'checked', 'ordinary', 60, false, false),
    ('1303', '违法建设', 'Unlawful construction', 'checked', 'ordinary', 20, false, true),
    ('1304', '无证挖掘道路', 'Road dug up without a permit', 'checked', 'ordinary', 40, false, false),
    ('1401', '路面塌陷', 'Road collapsed', 'checked', 'emergency', 50, false, true),
    ('1402', '管道破裂', 'Pipe burst', 'checked', 'emergency', 60, false, false),
    ('1403', '火情', 'Fire', 'checked', 'emergency', 60, false, false),
    ('1404', '道路积雪结冰', 'Snow and ice on the road', 'checked', 'urgent', 60, false, false),
    ('1501', '占道经营', 'Trading in the way', 'on_the_spot', 'ordinary', 25, false, false),
    ('1502', '机动车乱停放', 'Cars parked unlawfully', 'on_the_spot', 'ordinary', 25, false, false),
    ('1503', '非机动车乱停放', 'Bicycles parked in the way', 'on_the_spot', 'ordinary', 20, false, false),
    ('1504', '流浪犬或不文明养犬', 'Stray or unruly dogs', 'checked', 'ordinary', 60, false, false),
    ('2101', '上门代办', 'Errand for a resident', 'signed', 'ordinary', 10, true, false),
    ('2102', '社保医保办理', 'Social and medical insurance', 'signed', 'ordinary', 10, true, false),
    ('2103', '困难救助', 'Help in hardship', 'signed', 'ordinary', 10, true, false),
    ('2104', '养老助残', 'Care for elders and people with disabilities', 'signed', 'ordinary', 10, true, false),
    ('2105', '就业帮扶', 'Help with finding work', 'signed', 'ordinary', 10, true, false),
    ('2201', '邻里纠纷', 'Dispute between neighbours', 'signed', 'ordinary', 15, true, false),
    ('2202', '家庭纠纷', 'Dispute within a family', 'signed', 'ordinary', 10, true, false),
    ('2203', '物业纠纷', 'Dispute with a property company', 'signed', 'ordinary', 60, false, false),
    ('2204', '劳资纠纷', 'Dispute about wages', 'signed', 'ordinary', 20, true, false),
    ('2301', '危岩或滑坡', 'Dangerous rock or landslide', 'checked', 'emergency', 150, false, true),
    ('2302', '危房', 'Dangerous house', 'checked', 'urgent', 20, false, true),
    ('2303', '占用消防通道', 'Fire lane blocked', 'checked', 'urgent', 30, false, false),
    ('2304', '电动车飞线充电', 'Bicycle charged off a loose cable', 'on_the_spot', 'urgent', 15, false, false),
    ('2305', '高空坠物隐患', 'Things may fall from above', 'checked', 'urgent', 20, false, false),
    ('2306', '用气用电隐患', 'Unsafe gas or wiring at home', 'checked', 'urgent', 15, true, false),
    ('2401', '楼道堆物', 'Things left in a stairwell', 'on_the_spot', 'ordinary', 15, false, false),
    ('2402', '独居老人异常', 'Elder living alone is not well', 'signed', 'emergency', 10, true, false),
    ('2403', '空置房异常', 'Something is wrong in a vacant home', 'checked', 'ordinary', 10, true, false),
    ('2404', '人员情况变动', 'Somebody moved in or out', 'on_the_spot', 'ordinary', 10, true, false),
    ('2501', '政策咨询', 'Question about rules and benefits', 'signed', 'ordinary', 10, true, false),
    ('2502', '服务投诉', 'Complaint about a service', 'signed', 'ordinary', 20, true, false),
    ('2503', '公交出行建议', 'Wish for buses and roads', 'signed', 'ordinary', 300, false, true),
    ('2504', '其他诉求', 'Another request', 'signed', 'ordinary', 30, false, false);
