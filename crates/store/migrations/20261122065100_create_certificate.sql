-- Residence certificates 居住证明: issued from the register, shown by their code, revoked with a reason, never deleted.

create table certificate_serial (
    county int4 not null,
    year int2 not null,
    last int4 not null,
    constraint certificate_serial_pkey primary key (county, year),
    constraint certificate_serial_counts check (last >= 1)
);
comment on table certificate_serial is 'The last certificate number of each county and year: counted in the transaction that issues, so that no number is missing.';
comment on column certificate_serial.county is 'County code.';
comment on column certificate_serial.year is 'Civil year in the city.';
comment on column certificate_serial.last is 'The number given last.';
grant select, insert, update on certificate_serial to gezhi_app;
grant select, insert, update on certificate_serial to gezhi_system;

create table certificate (
    id int8 not null,
    area int8 not null,
    year int2 not null,
    serial int4 not null,
    code text not null,
    resident_id int8 not null,
    dwelling_id int8 not null,
    holder text not null,
    landlord text not null,
    place text not null,
    since_on date,
    lease_from_on date not null,
    lease_until_on date not null,
    purpose text not null,
    valid_until_on date not null,
    issuer text not null,
    issuer_phone text not null,
    account_id int8 not null,
    post_id int8 not null,
    issued_at timestamptz not null,
    revoked_at timestamptz,
    revoked_by int8,
    revoke_reason text,
    constraint certificate_pkey primary key (id),
    constraint certificate_code_is_its_own unique (code),
    constraint certificate_of_resident foreign key (resident_id) references resident (id),
    constraint certificate_at_dwelling foreign key (dwelling_id) references dwelling (id),
    constraint certificate_by_account foreign key (account_id) references account (id),
    constraint certificate_by_post foreign key (post_id) references post (id),
    constraint certificate_revoked_by_account foreign key (revoked_by) references account (id),
    constraint certificate_lease_in_order check (lease_until_on >= lease_from_on),
    constraint certificate_within_lease check (valid_until_on <= lease_until_on),
    constraint certificate_revoked_for_a_reason check (
        (revoked_at is null) = (revoked_by is null) and (revoked_at is null) = (revoke_reason is null)
    )
);
create index certificate_area on certificate (area);
create index certificate_resident on certificate (resident_id);
create index certificate_dwelling on certificate (dwelling_id);
comment on table certificate is 'Residence certificates 居住证明 as they were issued. Rows are revoked and not deleted.';
comment on column certificate.id is 'CertificateId: county, and year and number as one serial.';
comment on column certificate.area is 'The dwelling''s grid; moves when the building changes hands.';
comment on column certificate.year is 'The year of its number.';
comment on column certificate.serial is 'Its number in the county and year, from 1 without gaps.';
comment on column certificate.code is 'What its QR code leads to; random, so that nobody can guess another.';
comment on column certificate.resident_id is 'Whose residence is certified.';
comment on column certificate.dwelling_id is 'Where.';
comment on column certificate.holder is 'The person''s name as printed.';
comment on column certificate.landlord is 'The landlord''s name in the lease, as it was checked against the register.';
comment on column certificate.place is 'The address as printed.';
comment on column certificate.since_on is 'Since when the person lives there; null when nobody knows.';
comment on column certificate.lease_from_on is 'First day of the lease.';
comment on column certificate.lease_until_on is 'Last day of the lease.';
comment on column certificate.purpose is 'What it is for.';
comment on column certificate.valid_until_on is 'Last day on which it is valid, never after the lease.';
comment on column certificate.issuer is 'The issuing body as printed.';
comment on column certificate.issuer_phone is 'The telephone of the issuing body, as printed; empty when none was given.';
comment on column certificate.account_id is 'Who issued it.';
comment on column certificate.post_id is 'In which capacity.';
comment on column certificate.issued_at is 'When.';
comment on column certificate.revoked_at is 'When it was revoked; null while it is not.';
comment on column certificate.revoked_by is 'Who revoked it.';
comment on column certificate.revoke_reason is 'Why.';

alter table certificate enable row level security;
alter table certificate force row level security;
create policy certificate_in_scope on certificate to gezhi_app
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
create policy certificate_system on certificate to gezhi_system using (true) with check (true);
grant select, insert on certificate to gezhi_app;
grant update (revoked_at, revoked_by, revoke_reason) on certificate to gezhi_app;
grant select, insert, update on certificate to gezhi_system;
