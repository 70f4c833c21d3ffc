-- Row-level security looks lists up by area; how far a step is, its two counts say.

create index intake_claim_area on intake_claim (area);
create index intake_fault_area on intake_fault (area);
create index intake_record_area on intake_record (area);
create index intake_heading_area on intake_heading (area);

alter table intake_batch drop column stage;
