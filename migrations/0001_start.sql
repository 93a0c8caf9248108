-- Every key begins with the company and every foreign key carries it, so that no row can point into another
-- company and a sharded PostgreSQL can spread companies later.

-- Written by: directory
create table company (
  id uuid primary key,
  name text not null,
  code text not null unique check (code ~ '^[A-Z0-9]{3}$'),
  time_zone text not null,
  locale text not null,
  country text not null check (country ~ '^[A-Z]{2}$'),
  created_at timestamptz not null
);
create table api_key (
  company_id uuid not null references company,
  id uuid not null,
  name text not null,
  hash text not null unique,
  scopes text[] not null,
  created_at timestamptz not null,
  revoked_at timestamptz,
  primary key (company_id, id)
);
create table region (
  company_id uuid not null references company,
  id uuid not null,
  name text not null,
  primary key (company_id, id)
);
create table customer (
  company_id uuid not null references company,
  id uuid not null,
  name text not null,
  email text,
  phone text,
  primary key (company_id, id)
);
create table alarm_company (
  company_id uuid not null references company,
  id uuid not null,
  name text not null,
  email text,
  phone text,
  primary key (company_id, id)
);
create table provider (
  company_id uuid not null references company,
  id uuid not null,
  name text not null,
  email text,
  mobile text,
  primary key (company_id, id)
);
create table person (
  company_id uuid not null references company,
  id uuid not null,
  name text not null,
  role text not null check (role in ('administrator', 'dispatcher', 'technician', 'customer-contact', 'read-only')),
  email text,
  mobile text,
  provider_id uuid,
  primary key (company_id, id),
  foreign key (company_id, provider_id) references provider
);
create table site (
  company_id uuid not null references company,
  id uuid not null,
  name text not null,
  address text not null,
  time_zone text not null,
  customer_id uuid,
  alarm_company_id uuid,
  region_id uuid,
  primary key (company_id, id),
  foreign key (company_id, customer_id) references customer,
  foreign key (company_id, alarm_company_id) references alarm_company,
  foreign key (company_id, region_id) references region
);
create table service_type (
  company_id uuid not null references company,
  id uuid not null,
  name text not null,
  kind text not null check (kind in ('alarm', 'patrol', 'service', 'other')),
  primary key (company_id, id)
);
create table status (
  company_id uuid not null references company,
  id uuid not null,
  code text not null,
  name text not null,
  category text not null
    check (category in ('in-progress', 'not-advised', 'complete', 'cancelled', 'abandoned', 'approved', 'invoiced')),
  step text check (step in ('dispatched', 'travelling', 'on-site', 'off-site')),
  primary key (company_id, id),
  unique (company_id, code)
);
create table directory_change (
  company_id uuid not null references company,
  seq bigint generated always as identity,
  entry text not null,
  entry_id uuid not null,
  by jsonb not null,
  at timestamptz not null,
  before jsonb,
  after jsonb not null,
  primary key (company_id, seq)
);
create index directory_change_entry on directory_change (company_id, entry_id, seq);

-- Written by: jobs
create table job_number (
  company_id uuid primary key references company,
  last int not null
);
create table job (
  company_id uuid not null references company,
  id uuid not null,
  number int not null,
  version int not null,
  site_id uuid not null,
  customer_id uuid,
  alarm_company_id uuid,
  provider_id uuid,
  service_type_id uuid not null,
  status_id uuid not null,
  priority int not null check (priority between 1 and 9),
  initial_request text not null,
  outcome text,
  order_number text,
  docket_number text,
  notes text,
  opened_at timestamptz not null,
  dispatched_at timestamptz,
  on_site_at timestamptz,
  off_site_at timestamptz,
  times_dispatched int not null,
  incident_raised boolean not null,
  deferred_because text,
  deferred_until date,
  primary key (company_id, id),
  unique (company_id, number),
  foreign key (company_id, site_id) references site,
  foreign key (company_id, customer_id) references customer,
  foreign key (company_id, alarm_company_id) references alarm_company,
  foreign key (company_id, provider_id) references provider,
  foreign key (company_id, service_type_id) references service_type,
  foreign key (company_id, status_id) references status,
  check ((deferred_because is null) = (deferred_until is null))
);
create table visit (
  company_id uuid not null,
  job_id uuid not null,
  number int not null,
  primary key (company_id, job_id, number),
  foreign key (company_id, job_id) references job
);
create table visit_technician (
  company_id uuid not null,
  job_id uuid not null,
  visit int not null,
  person_id uuid not null,
  position int not null,
  status_id uuid,
  dispatched_at timestamptz,
  travelling_at timestamptz,
  on_site_at timestamptz,
  off_site_at timestamptz,
  primary key (company_id, job_id, visit, person_id),
  foreign key (company_id, job_id, visit) references visit,
  foreign key (company_id, person_id) references person,
  foreign key (company_id, status_id) references status
);
create table photo (
  company_id uuid not null,
  id uuid not null,
  job_id uuid not null,
  type text not null check (type in ('image/jpeg', 'image/png')),
  caption text not null,
  image bytea not null,
  by jsonb not null,
  at timestamptz not null,
  primary key (company_id, id),
  foreign key (company_id, job_id) references job
);
create index photo_job on photo (company_id, job_id, at);
-- One save is one row. `job` is the job as it stood after the save: planning, answers to a repeated request
-- and "what did we know then" all read it here, however far the job has moved on.
create table job_event (
  company_id uuid not null,
  job_id uuid not null,
  version int not null,
  seq bigint generated always as identity,
  by jsonb not null,
  at timestamptz not null,
  changed jsonb not null,
  job jsonb not null,
  request_key text,
  request_hash text,
  planned_at timestamptz,
  primary key (company_id, job_id, version),
  foreign key (company_id, job_id) references job
);
create index job_event_latest on job_event (company_id, seq);
-- The planner's whole queue. A column and not a cursor: sequence numbers commit out of order.
create index job_event_unplanned on job_event (seq) where planned_at is null;
create unique index job_event_request on job_event (company_id, request_key) where request_key is not null;

-- Written by: rules
create table rule (
  company_id uuid not null references company,
  id uuid not null,
  version int not null,
  owner_kind text not null check (owner_kind in ('customer', 'alarm-company', 'site', 'provider')),
  owner_id uuid not null,
  does text not null check (does in ('tell', 'mute')),
  occasion text check (occasion in ('dispatched', 'completed', 'updated-incomplete', 'updated-complete')),
  service_type_id uuid,
  via text check (via in ('sms', 'text-email', 'pdf-email')),
  destination text check (destination in ('address', 'provider', 'both')),
  address text,
  recipient text,
  leaves_out_cancelled boolean not null,
  active boolean not null,
  removed_at timestamptz,
  primary key (company_id, id),
  foreign key (company_id, service_type_id) references service_type,
  check (does = 'tell' or owner_kind = 'site'),
  check (does = 'mute' or (occasion is not null and via is not null and destination is not null)),
  check (does = 'mute' or (address is not null) = (destination <> 'provider')),
  check (owner_kind <> 'provider' or destination = 'address')
);
create index rule_owner on rule (company_id, owner_kind, owner_id) where removed_at is null;
create table rule_change (
  company_id uuid not null,
  rule_id uuid not null,
  version int not null,
  by jsonb not null,
  at timestamptz not null,
  rule jsonb not null,
  primary key (company_id, rule_id, version),
  foreign key (company_id, rule_id) references rule
);
create table notice (
  company_id uuid not null,
  id uuid not null,
  job_id uuid not null,
  version int not null,
  occasions text[] not null,
  channel text not null check (channel in ('email', 'sms')),
  address text not null,
  pdf boolean not null,
  lane text not null check (lane in ('urgent', 'normal', 'slow')),
  due_at timestamptz not null,
  use_by timestamptz not null,
  settled_at timestamptz,
  dropped_because text,
  primary key (company_id, id),
  foreign key (company_id, job_id, version) references job_event
);
create index notice_due on notice (lane, due_at, id) where settled_at is null;
create index notice_job on notice (company_id, job_id);
create table decision (
  company_id uuid not null,
  job_id uuid not null,
  version int not null,
  rule_id uuid not null,
  occasion text not null,
  target text not null check (target in ('address', 'provider')),
  because text not null,
  notice_id uuid,
  at timestamptz not null,
  primary key (company_id, job_id, version, rule_id, occasion, target),
  foreign key (company_id, job_id, version) references job_event,
  foreign key (company_id, rule_id) references rule,
  foreign key (company_id, notice_id) references notice,
  check ((because = 'told') = (notice_id is not null))
);

-- Written by: messages
create table template (
  company_id uuid not null references company,
  name text not null,
  version int not null,
  subject text,
  body text not null,
  by jsonb not null,
  at timestamptz not null,
  primary key (company_id, name, version)
);
create table sheet_layout (
  company_id uuid not null references company,
  version int not null,
  fields text[] not null,
  by jsonb not null,
  at timestamptz not null,
  primary key (company_id, version)
);
create table paper (
  company_id uuid not null references company,
  id uuid not null,
  name text not null,
  bytes bytea not null,
  at timestamptz not null,
  primary key (company_id, id)
);
create table message (
  company_id uuid not null,
  id uuid not null,
  subject text,
  body text not null,
  paper_id uuid,
  at timestamptz not null,
  primary key (company_id, id),
  foreign key (company_id, id) references notice,
  foreign key (company_id, paper_id) references paper
);
create index message_latest on message (company_id, at, id);

-- Written by: delivery
create table delivery (
  company_id uuid not null,
  id uuid not null,
  lane text not null check (lane in ('urgent', 'normal', 'slow')),
  channel text not null check (channel in ('email', 'sms')),
  address text not null,
  state text not null check (state in ('waiting', 'failed-for-now', 'accepted', 'failed-for-good', 'expired')),
  due_at timestamptz not null,
  use_by timestamptz not null,
  attempts int not null,
  ended_at timestamptz,
  primary key (company_id, id),
  foreign key (company_id, id) references message,
  check ((ended_at is null) = (state in ('waiting', 'failed-for-now')))
);
create index delivery_due on delivery (lane, channel, due_at, id) where ended_at is null;
-- Written before the carrier is spoken to. An attempt without an end was cut off: nobody knows what became of it.
create table attempt (
  company_id uuid not null,
  delivery_id uuid not null,
  number int not null,
  carrier text not null,
  started_at timestamptz not null,
  ended_at timestamptz,
  outcome text check (outcome in ('accepted', 'refused', 'unreachable', 'unknown', 'not-tried')),
  code text,
  words text,
  primary key (company_id, delivery_id, number),
  foreign key (company_id, delivery_id) references delivery,
  check ((ended_at is null) = (outcome is null))
);

-- Written by: http
create table request (
  company_id uuid not null references company,
  key text not null,
  hash text not null,
  status int not null,
  answer jsonb not null,
  at timestamptz not null,
  primary key (company_id, key)
);
create index request_at on request (at);
