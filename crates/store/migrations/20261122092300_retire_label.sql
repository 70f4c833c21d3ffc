-- A label that workers no longer want is retired: nobody puts it on any more, what is marked with it stays readable until it is
-- taken off. Its code is a bit of every household's labels and is given to no other label; it can be offered again.

alter table label add column retired_at timestamptz;
comment on column label.retired_at is 'Since when nobody puts it on any more; null while it is offered. Its code stays its own.';
