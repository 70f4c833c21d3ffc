-- Rules of visits, as cities and their communities keep them. Public: says nothing about a person.

create table visit_rule (
    id int8 not null generated always as identity,
    area int8 not null,
    whom text not null,
    rhythm text,
    hours text,
    since_on date not null,
    changed_at timestamptz not null,
    changed_by int8,
    constraint visit_rule_pkey primary key (id),
    constraint visit_rule_once unique (area, whom),
    constraint visit_rule_by_account foreign key (changed_by) references account (id),
    constraint visit_rule_whom check (whom ~ '^(all|label-\d{1,2}|use-[1-6])$'),
    constraint visit_rule_rhythm check (rhythm ~ '^(days-\d{1,3}|monthly-\d{1,2})$'),
    constraint visit_rule_hours check (hours ~ '^\d{2}:\d{2}-\d{2}:\d{2}$'),
    constraint visit_rule_says_something check (rhythm is not null or hours is not null)
);
comment on table visit_rule is 'Rules of visits: whom, how often, and at which time of the day. A smaller area''s rule replaces the larger one''s about the same households.';
comment on column visit_rule.id is 'Serial number.';
comment on column visit_rule.area is 'The area that keeps it; it holds there and below.';
comment on column visit_rule.whom is 'Which households: all, label-<code> or use-<occupancy>.';
comment on column visit_rule.rhythm is 'How often: days-<n> or monthly-<k>; null for a rule that only says when.';
comment on column visit_rule.hours is 'At which time of the day somebody is likely to be in, such as 18:00-21:00; null for any.';
comment on column visit_rule.since_on is 'Since when it holds.';
comment on column visit_rule.changed_at is 'When it was last changed.';
comment on column visit_rule.changed_by is 'By whom; null for those that a city begins with.';
grant select on visit_rule to gezhi_app;
grant select, insert, update, delete on visit_rule to gezhi_system;

-- What a city begins with (domain::visit::rule::defaults), for those that there are already.
insert into visit_rule (area, whom, rhythm, hours, since_on, changed_at)
select a.area, r.whom, r.rhythm, r.hours, (now() at time zone 'Asia/Shanghai')::date, now()
from area a
cross join (
    values
        ('label-11', 'monthly-2', null),
        ('label-13', 'monthly-1', null),
        ('label-14', 'monthly-1', null),
        ('all', 'days-90', null),
        ('label-3', null, '18:00-21:00')
) as r (whom, rhythm, hours)
where a.area % 1000000000 = 0;
