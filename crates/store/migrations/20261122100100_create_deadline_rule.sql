-- How long each clock of a case runs, as a city says it; what it does not say is in domain::deadline.
-- Public: says nothing about a person.

create table deadline_rule (
    county int4 not null,
    clock text not null,
    topic text not null,
    tier text not null,
    urgency text not null,
    several_units text not null,
    amount int2 not null,
    unit text not null,
    in_service_hours boolean not null,
    may_pause boolean not null,
    origin text not null,
    changed_at timestamptz not null,
    changed_by int8 not null,
    constraint deadline_rule_pkey primary key (county, clock, topic, tier, urgency, several_units),
    constraint deadline_rule_by_account foreign key (changed_by) references account (id),
    constraint deadline_rule_topic check (topic ~ '^(-|\d{2}(\d{2})?)$'),
    constraint deadline_rule_several check (several_units in ('-', '0', '1')),
    constraint deadline_rule_amount check (amount between 1 and 999),
    constraint deadline_rule_unit check (unit in ('minutes', 'hours', 'days', 'working_days'))
);
comment on table deadline_rule is 'Deadlines of cases that a city set; the most special rule that fits decides. A dash is for whatever it may be.';
comment on column deadline_rule.county is 'County code.';
comment on column deadline_rule.clock is 'Which clock, as domain::deadline::Clock writes it.';
comment on column deadline_rule.topic is 'Only cases of this category (four digits) or group (two).';
comment on column deadline_rule.tier is 'Only while such a holder has it: grid, community, street, department, city.';
comment on column deadline_rule.urgency is 'Only cases that are this urgent.';
comment on column deadline_rule.several_units is '1: only cases of several units; 0: only of one.';
comment on column deadline_rule.amount is 'How many.';
comment on column deadline_rule.unit is 'Of what.';
comment on column deadline_rule.in_service_hours is 'Whether time outside service hours does not count.';
comment on column deadline_rule.may_pause is 'Whether the clock may be stopped, with reason and approver.';
comment on column deadline_rule.origin is 'city, or the published set that it was taken from.';
comment on column deadline_rule.changed_at is 'When it was last changed.';
comment on column deadline_rule.changed_by is 'By whom.';
grant select on deadline_rule to gezhi_app;
grant select, insert, update, delete on deadline_rule to gezhi_system;
