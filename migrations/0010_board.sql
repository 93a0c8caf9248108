-- The dispatcher's board: what is late, and what has changed since one last looked.

-- Written by: directory
-- Whole minutes: from opening until somebody is sent, and from then until somebody is on site. Null: no target.
alter table service_type
  add dispatch_within integer check (dispatch_within between 1 and 10080),
  add on_site_within integer check (on_site_within between 1 and 10080);

-- Written by: jobs
-- What is not complete is a few thousand jobs among a million.
create index job_not_closed on job (company_id, status_id) where closed_at is null;
create index job_closed on job (company_id, closed_at, number) where closed_at is not null;

-- In which transaction a row was written or moved. Whoever looks again asks for what his last look could not see: a
-- number or a time is taken before the commit, so that rows would come up behind those he has seen already. Rows older
-- than this migration have none; nobody will ask for them.
alter table job_event add written_in xid8;
alter table job_event alter written_in set default pg_current_xact_id();
create index job_event_written on job_event (company_id, written_in) where written_in is not null;

alter table directory_change add written_in xid8;
alter table directory_change alter written_in set default pg_current_xact_id();
create index directory_change_written on directory_change (company_id, written_in) where written_in is not null;

alter table rule_change add written_in xid8;
alter table rule_change alter written_in set default pg_current_xact_id();
create index rule_change_written on rule_change (company_id, written_in) where written_in is not null;

alter table notice add written_in xid8;
alter table notice alter written_in set default pg_current_xact_id();
create index notice_written on notice (company_id, written_in) where written_in is not null;

alter table delivery add written_in xid8;
alter table delivery alter written_in set default pg_current_xact_id();
create index delivery_written on delivery (company_id, written_in) where written_in is not null;

-- A delivery is moved in a dozen places; none of them can forget this one.
create function delivery_moved() returns trigger language plpgsql as $$
begin
  new.written_in := pg_current_xact_id();
  return new;
end $$;
create trigger delivery_moved
  before update of state on delivery
  for each row when (old.state is distinct from new.state)
  execute function delivery_moved();
