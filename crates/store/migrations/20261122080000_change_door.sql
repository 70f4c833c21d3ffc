-- Doors that change 门牌变更: another number, removed, merged, opened again. Places in a building and cells stay as they are; what
-- changes is data of the dwelling. Whoever works there proposes, the community decides.

alter table dwelling
    add column number text,
    add column closed_on date,
    add column merged_into int8,
    add column changes int4 not null default 0,
    add column shown text generated always as (coalesce(number, (floor * 100 + door)::text)) stored,
    add constraint dwelling_merged_into_dwelling foreign key (merged_into) references dwelling (id),
    add constraint dwelling_number_is_short check (char_length(number) between 1 and 20),
    add constraint dwelling_merged_is_closed check (merged_into is null or closed_on is not null),
    add constraint dwelling_is_not_merged_into_itself check (merged_into <> id);
create unique index dwelling_number on dwelling (building_id, unit, number) where number is not null and closed_on is null;
create index dwelling_changed on dwelling (building_id) where changes > 0;
create index dwelling_closed on dwelling (building_id) where closed_on is not null;
create index dwelling_merged on dwelling (merged_into, area) where merged_into is not null;
comment on column dwelling.door is 'Door on the landing, from 1. See shown for the number on it.';
comment on column dwelling.cell is 'Cell of its place in the current scene; null when the current source no longer has this door. A closed door''s place keeps it, its household has none.';
comment on column dwelling.number is 'The number on the door when it isn''t the one that its place gives, such as 302甲; unique among the open doors of its unit.';
comment on column dwelling.closed_on is 'Since when it is no door any more; null while it is one.';
comment on column dwelling.merged_into is 'The door that it is part of; null for one that was removed.';
comment on column dwelling.shown is 'The number on the door: number, else floor × 100 + door.';
comment on column dwelling.changes is 'How often it was changed: a proposal about an older state can''t be confirmed.';

create sequence door_proposal_serial as int8 minvalue 1 maxvalue 999999999999;
grant usage on sequence door_proposal_serial to gezhi_app;

create table door_proposal (
    id int8 not null,
    area int8 not null,
    dwelling_id int8 not null,
    kind text not null,
    number text,
    kept_id int8,
    removal text,
    was text not null,
    kept_was text,
    seen int4 not null,
    kept_seen int4,
    note text not null,
    state text not null default 'proposed',
    account_id int8 not null,
    post_id int8 not null,
    proposed_at timestamptz not null,
    decided_by int8,
    decided_post int8,
    decided_at timestamptz,
    reason text not null default '',
    constraint door_proposal_pkey primary key (id),
    constraint door_proposal_about_dwelling foreign key (dwelling_id) references dwelling (id),
    constraint door_proposal_keeps_dwelling foreign key (kept_id) references dwelling (id),
    constraint door_proposal_by_account foreign key (account_id) references account (id),
    constraint door_proposal_by_post foreign key (post_id) references post (id),
    constraint door_proposal_decided_by_account foreign key (decided_by) references account (id),
    constraint door_proposal_decided_by_post foreign key (decided_post) references post (id),
    constraint door_proposal_kind_is_known check (kind in ('renumber', 'remove', 'merge', 'open')),
    constraint door_proposal_state_is_known check (state in ('proposed', 'confirmed', 'refused', 'withdrawn')),
    constraint door_proposal_removal_is_known check (removal in ('never_there', 'other_use', 'demolished')),
    constraint door_proposal_says_what check (
        (kind <> 'renumber' or number is not null)
        and (kind = 'remove') = (removal is not null)
        and (kind = 'merge') = (kept_id is not null)
        and (kept_id is null) = (kept_was is null)
        and (kept_id is null) = (kept_seen is null)
    ),
    constraint door_proposal_is_decided_by_somebody check (
        (state = 'proposed') = (decided_at is null)
        and (decided_at is null) = (decided_by is null)
        and (decided_at is null) = (decided_post is null)
    ),
    constraint door_proposal_refusal_has_a_reason check (state <> 'refused' or length(reason) > 0)
);
create unique index door_proposal_open on door_proposal (dwelling_id) where state = 'proposed';
create index door_proposal_area on door_proposal (area, state, proposed_at);
create index door_proposal_dwelling on door_proposal (dwelling_id, decided_at);
create index door_proposal_kept on door_proposal (kept_id) where kept_id is not null;
comment on table door_proposal is 'Proposals to change a door, and what became of them; the confirmed ones are the door''s history. Rows are never deleted.';
comment on column door_proposal.id is 'DoorProposalId: county and serial number.';
comment on column door_proposal.area is 'The grid of the door; moves when its building changes hands.';
comment on column door_proposal.dwelling_id is 'The door that becomes another; of a merge the one that goes.';
comment on column door_proposal.kind is 'renumber, remove, merge, or open (again).';
comment on column door_proposal.number is 'The number that is asked for; null to open with the number that it had, and for kinds that ask for none.';
comment on column door_proposal.kept_id is 'Of a merge: the door that takes the other one in.';
comment on column door_proposal.removal is 'Of a removal: never_there, other_use, or demolished.';
comment on column door_proposal.was is 'The number on the door when it was proposed; confirmed, the number until then.';
comment on column door_proposal.kept_was is 'The number of the door that takes the other one in, at that time.';
comment on column door_proposal.seen is 'dwelling.changes of the door when it was proposed.';
comment on column door_proposal.kept_seen is 'The same of the door that takes the other one in.';
comment on column door_proposal.note is 'What the proposer wrote beside it; empty when nothing.';
comment on column door_proposal.state is 'proposed, confirmed, refused or withdrawn.';
comment on column door_proposal.account_id is 'Who proposed it.';
comment on column door_proposal.post_id is 'Under which post.';
comment on column door_proposal.proposed_at is 'When.';
comment on column door_proposal.decided_by is 'Who decided, or took it back; null while nobody has.';
comment on column door_proposal.decided_post is 'Under which post.';
comment on column door_proposal.decided_at is 'When.';
comment on column door_proposal.reason is 'Why it was refused; empty otherwise.';

alter table door_proposal enable row level security;
alter table door_proposal force row level security;
create policy door_proposal_in_scope on door_proposal to gezhi_app
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
create policy door_proposal_system on door_proposal to gezhi_system using (true) with check (true);
grant select, insert on door_proposal to gezhi_app;
grant update (state, decided_by, decided_post, decided_at, reason) on door_proposal to gezhi_app;
grant select, insert, update, delete on door_proposal to gezhi_system;
