-- Reminders, invoices, scheduled reports, and what a job must have before it may start or end.

-- What deferring a job silences: everything, or only its reminders (S1.41).
alter table company
  add deferral_mutes text not null default 'everything' check (deferral_mutes in ('everything', 'reminders'));

-- Numbers that must be obtained, and whether the party must be told in person before a job counts as complete.
alter table alarm_company
  add order_number_needed text not null default 'never' check (order_number_needed in ('never', 'at-start', 'at-end')),
  add docket_number_needed text not null default 'never' check (docket_number_needed in ('never', 'at-start', 'at-end')),
  add must_be_advised boolean not null default false;
alter table customer add must_be_advised boolean not null default false;

alter table job
  add invoice_number text,
  add customer_advised_at timestamptz,
  add alarm_company_advised_at timestamptz;
-- Deferred jobs come back on the day they are to be looked at again.
create index job_deferred on job (company_id, deferred_until) where deferred_until is not null;
-- A report lists the jobs opened in its period.
create index job_opened on job (company_id, opened_at);

-- Written by: jobs
create table invoice_number (
  company_id uuid primary key references company,
  last integer not null
);
create table invoice (
  company_id uuid not null references company,
  id uuid not null,
  number text not null,
  customer_id uuid not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  issued_at timestamptz not null,
  by jsonb not null,
  credited_at timestamptz,
  credited_by jsonb,
  primary key (company_id, id),
  unique (company_id, number),
  foreign key (company_id, customer_id) references customer,
  check ((credited_at is null) = (credited_by is null))
);
create index invoice_customer on invoice (company_id, customer_id, id);
create table invoice_line (
  company_id uuid not null,
  invoice_id uuid not null,
  position integer not null,
  job_id uuid not null,
  description text not null,
  -- In the currency's smallest unit: cents.
  amount bigint not null,
  primary key (company_id, invoice_id, position),
  foreign key (company_id, invoice_id) references invoice,
  foreign key (company_id, job_id) references job
);
create index invoice_line_job on invoice_line (company_id, job_id);

-- Written by: rules
alter table rule
  drop constraint rule_occasion_check,
  add check (occasion in ('dispatched', 'completed', 'updated-incomplete', 'updated-complete', 'incomplete',
                          'details-missing', 'invoiced')),
  add every_days integer check (every_days between 1 and 366),
  add times integer check (times between 1 and 100),
  add details text[] not null default '{}' check (details <@ '{outcome,docketNumber,orderNumber}'),
  add groups_invoice boolean not null default false,
  -- When the jobs that were open already were given their reminders; null: that is still to be done.
  add spread_at timestamptz,
  add check (does = 'mute' or (occasion in ('incomplete', 'details-missing')) = (every_days is not null)),
  add check ((every_days is null) = (times is null));
create index rule_unspread on rule (company_id, id) where every_days is not null and spread_at is null;

-- One row for each job and each rule that may remind of it. Without a due time it sleeps: there is nothing to chase.
create table reminder (
  company_id uuid not null,
  job_id uuid not null,
  rule_id uuid not null,
  -- What the days are counted from, as last seen.
  base timestamptz,
  -- Moments up to here have passed: they were considered, or came before the rule or the job was so.
  past timestamptz not null,
  sent integer not null,
  -- How often it fell due, whether or not anybody was told.
  turn integer not null,
  due_at timestamptz,
  primary key (company_id, job_id, rule_id),
  foreign key (company_id, job_id) references job,
  foreign key (company_id, rule_id) references rule
);
create index reminder_due on reminder (due_at, company_id, job_id, rule_id) where due_at is not null;

create table report_schedule (
  company_id uuid not null references company,
  id uuid not null,
  version integer not null,
  name text not null,
  -- Null: the jobs of every customer.
  customer_id uuid,
  every text not null check (every in ('day', 'week', 'month')),
  -- 1 is Monday; of a month the day, the last one where it has fewer.
  on_day integer,
  -- On the clock of the time zone, in minutes after midnight.
  at_minute integer not null check (at_minute between 0 and 1439),
  time_zone text not null,
  addresses text[] not null check (cardinality(addresses) > 0),
  active boolean not null,
  next_at timestamptz not null,
  removed_at timestamptz,
  primary key (company_id, id),
  foreign key (company_id, customer_id) references customer,
  check (case every when 'day' then on_day is null when 'week' then on_day between 1 and 7
                    else on_day between 1 and 31 end)
);
create index report_schedule_due on report_schedule (next_at) where active and removed_at is null;
create table report_schedule_change (
  company_id uuid not null,
  schedule_id uuid not null,
  version integer not null,
  by jsonb not null,
  at timestamptz not null,
  schedule jsonb not null,
  primary key (company_id, schedule_id, version),
  foreign key (company_id, schedule_id) references report_schedule
);
-- One report that fell due: jobs opened from `from_at` until before `until_at`.
create table report (
  company_id uuid not null,
  id uuid not null,
  schedule_id uuid not null,
  customer_id uuid,
  name text not null,
  time_zone text not null,
  from_at timestamptz not null,
  until_at timestamptz not null,
  at timestamptz not null,
  primary key (company_id, id),
  foreign key (company_id, schedule_id) references report_schedule,
  foreign key (company_id, customer_id) references customer
);

-- A report is about many jobs: its notice names none.
alter table notice
  alter job_id drop not null,
  alter version drop not null,
  -- What the words must name beside the job: fields that are missing, the number of an invoice.
  add about text[] not null default '{}',
  add report_id uuid,
  add foreign key (company_id, report_id) references report,
  add check ((job_id is null) = (version is null)),
  add check ((job_id is null) = (report_id is not null));
create index notice_report on notice (company_id, report_id) where report_id is not null;

-- A rule may remind of one version of a job more than once: 0 for what a save led to, else which reminder it was.
alter table decision
  add ordinal integer not null default 0,
  drop constraint decision_pkey,
  add primary key (company_id, job_id, version, rule_id, occasion, target, ordinal);

-- What one message by a channel costs (a text: each of its segments), for rehearsals.
create table price (
  company_id uuid not null references company,
  channel text not null check (channel in ('email', 'sms')),
  amount numeric(12, 6) not null check (amount >= 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  by jsonb not null,
  at timestamptz not null,
  primary key (company_id, channel)
);

-- Written by: messages
-- A report carries its rows beside the printed page.
alter table message
  add spreadsheet_id uuid,
  add foreign key (company_id, spreadsheet_id) references paper;
