-- The queue of a street or the whole city is read in the order in which it is shown, and counted without looking at the cases
-- themselves: its first page is the first entries of this index that lie in the area.
create index case_file_queue on case_file (light, holder_due_at, reported_at, id) include (area, in_pool, paused_at, is_supervised)
    where light < 4;

-- What a desk was whistled for and did not do yet is little; what it ever had a hand in is much, and was read for each page of its own.
create index case_party_whistled on case_party (desk, case_id) where co_state in ('called', 'signed');
