-- The board is read in its own order, status by status: a page of it costs its rows, however many jobs are open.

-- Written by: jobs
drop index job_not_closed;
create index job_not_closed on job (company_id, status_id, priority, opened_at, number) where closed_at is null;
