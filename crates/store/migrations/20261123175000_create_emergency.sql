-- The emergency mode 应急模式: declared for an area with a reason and an end, it unlocks what is off otherwise. No personal data.

create table emergency (
    id int8 not null generated always as identity,
    area int8 not null,
    area_end int8 not null generated always as (
        area + case
            when area % 1000 <> 0 then 1
            when area % 1000000 <> 0 then 1000
            when area % 1000000000 <> 0 then 1000000
            else 1000000000
        end
    ) stored,
    reason text not null,
    unlocks text[] not null,
    declared_at timestamptz not null,
    declared_by int8 not null,
    declared_post int8 not null,
    until_at timestamptz not null,
    renewals int4 not null default 0,
    lifted_at timestamptz,
    lifted_by int8,
    lifted_post int8,
    revision int8 not null default 1,
    constraint emergency_pkey primary key (id),
    constraint emergency_declared_by_account foreign key (declared_by) references account (id),
    constraint emergency_declared_in_post foreign key (declared_post) references post (id),
    constraint emergency_lifted_by_account foreign key (lifted_by) references account (id),
    constraint emergency_lifted_in_post foreign key (lifted_post) references post (id),
    constraint emergency_has_a_reason check (length(reason) between 1 and 200),
    constraint emergency_unlocks_something check (
        cardinality(unlocks) > 0 and unlocks <@ array['duty_track', 'check_point', 'watch_proof']
    ),
    constraint emergency_ends_after_it_begins check (until_at > declared_at),
    constraint emergency_term_is_short check (until_at <= declared_at + (renewals + 1) * interval '72 hours'),
    constraint emergency_lifting_is_whole check (
        (lifted_at is null) = (lifted_by is null) and (lifted_at is null) = (lifted_post is null)
    )
);
create index emergency_declared_at on emergency (declared_at desc);
comment on table emergency is 'Emergencies 应急模式: where, why and until when more is demanded of workers than otherwise. Rows stay.';
comment on column emergency.id is 'Serial number.';
comment on column emergency.area is 'The area that it holds in.';
comment on column emergency.area_end is 'The end of that area''s range.';
comment on column emergency.reason is 'Why, as everybody at work reads it; never about a person.';
comment on column emergency.unlocks is 'What it unlocks: duty_track, check_point, watch_proof.';
comment on column emergency.declared_at is 'When it was declared.';
comment on column emergency.declared_by is 'By whom.';
comment on column emergency.declared_post is 'In which capacity.';
comment on column emergency.until_at is 'When it ends by itself; at most 72 hours after it was declared or renewed.';
comment on column emergency.renewals is 'How often it was renewed.';
comment on column emergency.lifted_at is 'When it was lifted before its time; null otherwise.';
comment on column emergency.lifted_by is 'By whom.';
comment on column emergency.lifted_post is 'In which capacity.';
comment on column emergency.revision is 'Rises with every change; a change names the one it saw.';
grant select on emergency to gezhi_app;
grant select, insert, update, delete on emergency to gezhi_system;
