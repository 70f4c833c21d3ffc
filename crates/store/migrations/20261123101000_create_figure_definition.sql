-- Which version of its formula each figure follows, since when. The formulas themselves are SQL in store::figure; whoever changes one
-- adds a row here, so that a number can be compared with an older one only where both follow the same version.

create table figure_definition (
    slug text not null,
    version int2 not null,
    valid_from date not null,
    note text not null default '',
    constraint figure_definition_pkey primary key (slug, version),
    constraint figure_definition_version_counts_from_one check (version >= 1)
);
comment on table figure_definition is 'Versions of the formulas of figures about cases: domain::figure knows the figures, store::figure counts them.';
comment on column figure_definition.slug is 'Which figure.';
comment on column figure_definition.version is 'Which version of its formula.';
comment on column figure_definition.valid_from is 'The first day that figures were counted by it.';
comment on column figure_definition.note is 'The formula in words, and what changed.';
grant select on figure_definition to gezhi_app, gezhi_system;

insert into figure_definition (slug, version, valid_from, note)
values
    ('closing', 1, '2026-11-23', '办结数 ÷（应结案数 − 缓办数）'),
    ('on_time', 1, '2026-11-23', '按期办结数 ÷（应结案数 − 缓办数）'),
    ('urgent_on_time', 1, '2026-11-23', '紧急、特急事件的按期办结数 ÷（应结案数 − 缓办数）'),
    ('rework', 1, '2026-11-23', '发回重办过的件数 ÷（应结案数 − 缓办数）'),
    ('delay', 1, '2026-11-23', '批准过延期的件数 ÷（应结案数 − 缓办数）'),
    ('paused', 1, '2026-11-23', '缓办数 ÷ 应结案数'),
    ('registered', 1, '2026-11-23', '办结数 ÷ 本期上报数（不予受理、撤销、合并的除外）'),
    ('answer', 1, '2026-11-23', '时限内回应数 ÷ 应回应数（居民、热线、平台来件）'),
    ('solved', 1, '2026-11-23', '居民认定已解决数 ÷ 有效评价数'),
    ('satisfied', 1, '2026-11-23', '（满意 + 基本满意）÷ 有效评价数，未评价不计入'),
    ('silent', 1, '2026-11-23', '未评价数 ÷ 本期办结数');

-- Who was given more time is asked of the timeline.
create index case_event_granted on case_event (case_id) where step = 'grant';
