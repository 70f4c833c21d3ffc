-- What the server does by itself stands on the trail as well.

comment on column audit.account_id is 'Who; 0 for what the server did by itself.';
create index export_asked_at on export (asked_at);
