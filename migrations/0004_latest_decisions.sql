-- The latest decisions first: a reminder is decided long after the save it is about.
create index decision_latest on decision (company_id, at) where at is not null;
