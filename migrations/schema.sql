-- What the migrations add up to. Made by test/schema.test.ts; not run by anything.

create table account_link (
  company_id uuid not null,
  person_id uuid not null,
  kind text not null,
  hash text not null,
  email text not null,
  ends_two_factor boolean not null,
  at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  by jsonb,
  CHECK ((kind = ANY (ARRAY['invitation'::text, 'new-password'::text]))),
  FOREIGN KEY (company_id, person_id) REFERENCES person(company_id, id),
  PRIMARY KEY (company_id, person_id, kind),
  UNIQUE (hash)
);

create table alarm (
  id bigint not null generated always as identity,
  key text not null,
  severity text not null,
  words text not null,
  since timestamp with time zone not null,
  seen_at timestamp with time zone not null,
  told_at timestamp with time zone,
  told_by text,
  over_at timestamp with time zone,
  CHECK ((severity = ANY (ARRAY['alarm'::text, 'warning'::text]))),
  PRIMARY KEY (id)
);
CREATE INDEX alarm_latest ON alarm USING btree (since, id);
CREATE UNIQUE INDEX alarm_open ON alarm USING btree (key) WHERE (over_at IS NULL);

create table alarm_company (
  company_id uuid not null,
  id uuid not null,
  name text not null,
  email text,
  phone text,
  order_number_needed text not null,
  docket_number_needed text not null,
  must_be_advised boolean not null,
  CHECK ((docket_number_needed = ANY (ARRAY['never'::text, 'at-start'::text, 'at-end'::text]))),
  CHECK ((order_number_needed = ANY (ARRAY['never'::text, 'at-start'::text, 'at-end'::text]))),
  FOREIGN KEY (company_id) REFERENCES company(id),
  PRIMARY KEY (company_id, id)
);

create table api_key (
  company_id uuid not null,
  id uuid not null,
  name text not null,
  hash text not null,
  scopes text[] not null,
  created_at timestamp with time zone not null,
  revoked_at timestamp with time zone,
  FOREIGN KEY (company_id) REFERENCES company(id),
  PRIMARY KEY (company_id, id),
  UNIQUE (hash)
);

create table attempt (
  company_id uuid not null,
  delivery_id uuid not null,
  number integer not null,
  carrier text not null,
  started_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  outcome text,
  code text,
  words text,
  handed_over_at timestamp with time zone,
  reference text,
  fault text,
  CHECK (((ended_at IS NULL) = (outcome IS NULL))),
  CHECK ((fault = ANY (ARRAY['address'::text, 'opted-out'::text, 'content'::text, 'busy'::text, 'account'::text, 'down'::text]))),
  CHECK ((outcome = ANY (ARRAY['accepted'::text, 'refused'::text, 'unreachable'::text, 'unknown'::text, 'not-tried'::text]))),
  FOREIGN KEY (company_id, delivery_id) REFERENCES delivery(company_id, id),
  PRIMARY KEY (company_id, delivery_id, number)
);
CREATE INDEX attempt_latest ON attempt USING btree (carrier, started_at);
CREATE INDEX attempt_reference ON attempt USING btree (carrier, reference) WHERE (reference IS NOT NULL);

create table carrier_account (
  name text not null,
  paused_at timestamp with time zone,
  paused_because text,
  failures integer not null,
  broken_until timestamp with time zone,
  failed_at timestamp with time zone,
  failed_because text,
  worked_at timestamp with time zone,
  busy_until timestamp with time zone,
  CHECK (((paused_at IS NULL) = (paused_because IS NULL))),
  PRIMARY KEY (name)
);

create table company (
  id uuid not null,
  name text not null,
  code text not null,
  time_zone text not null,
  locale text not null,
  country text not null,
  created_at timestamp with time zone not null,
  deferral_mutes text not null,
  quiet_from integer,
  quiet_until integer,
  quiet_holidays boolean not null,
  holidays_of text,
  reply_to text,
  approves_reports boolean not null,
  takes_requests boolean not null,
  review_url text,
  request_type_id uuid,
  CHECK (((quiet_from >= 0) AND (quiet_from <= 1439))),
  CHECK (((quiet_from IS NULL) = (quiet_until IS NULL))),
  CHECK (((quiet_until >= 0) AND (quiet_until <= 1439))),
  CHECK ((code ~ '^[A-Z0-9]{3}$'::text)),
  CHECK ((country ~ '^[A-Z]{2}$'::text)),
  CHECK ((deferral_mutes = ANY (ARRAY['everything'::text, 'reminders'::text]))),
  FOREIGN KEY (id, request_type_id) REFERENCES service_type(company_id, id),
  PRIMARY KEY (id),
  UNIQUE (code)
);

create table company_holiday (
  company_id uuid not null,
  on_day date not null,
  name text not null,
  FOREIGN KEY (company_id) REFERENCES company(id),
  PRIMARY KEY (company_id, on_day)
);

create table complaint (
  company_id uuid not null,
  id uuid not null,
  customer_id uuid not null,
  words text not null,
  opened_at timestamp with time zone not null,
  opened_by jsonb not null,
  closed_at timestamp with time zone,
  closed_by jsonb,
  CHECK (((closed_at IS NULL) = (closed_by IS NULL))),
  FOREIGN KEY (company_id, customer_id) REFERENCES customer(company_id, id),
  PRIMARY KEY (company_id, id)
);
CREATE INDEX complaint_open ON complaint USING btree (company_id, customer_id) WHERE (closed_at IS NULL);

create table contact (
  company_id uuid not null,
  channel text not null,
  address text not null,
  quiet_from integer,
  quiet_until integer,
  opted_out_at timestamp with time zone,
  opted_out_because text,
  dead_since timestamp with time zone,
  dead_because text,
  failures integer not null,
  failed_at timestamp with time zone,
  reached_at timestamp with time zone,
  CHECK (((dead_since IS NULL) = (dead_because IS NULL))),
  CHECK (((opted_out_at IS NULL) = (opted_out_because IS NULL))),
  CHECK (((quiet_from >= 0) AND (quiet_from <= 1439))),
  CHECK (((quiet_from IS NULL) = (quiet_until IS NULL))),
  CHECK (((quiet_until >= 0) AND (quiet_until <= 1439))),
  CHECK ((channel = ANY (ARRAY['email'::text, 'sms'::text, 'voice'::text]))),
  FOREIGN KEY (company_id) REFERENCES company(id),
  PRIMARY KEY (company_id, channel, address)
);
CREATE INDEX contact_trouble ON contact USING btree (company_id, channel, address) WHERE ((opted_out_at IS NOT NULL) OR (dead_since IS NOT NULL));

create table contact_change (
  company_id uuid not null,
  channel text not null,
  address text not null,
  seq bigint not null generated always as identity,
  at timestamp with time zone not null,
  by jsonb,
  what text not null,
  because text not null,
  CHECK ((what = ANY (ARRAY['opted-out'::text, 'opted-in'::text, 'dead'::text, 'alive'::text, 'quiet-hours'::text]))),
  FOREIGN KEY (company_id, channel, address) REFERENCES contact(company_id, channel, address),
  PRIMARY KEY (company_id, channel, address, seq)
);

create table customer (
  company_id uuid not null,
  id uuid not null,
  name text not null,
  email text,
  phone text,
  must_be_advised boolean not null,
  region_id uuid,
  takes_notifications boolean not null,
  head_office_id uuid,
  language text,
  CHECK ((head_office_id <> id)),
  CHECK ((language = ANY (ARRAY['en'::text, 'de'::text, 'fr'::text, 'es'::text]))),
  FOREIGN KEY (company_id) REFERENCES company(id),
  FOREIGN KEY (company_id, head_office_id) REFERENCES customer(company_id, id),
  FOREIGN KEY (company_id, region_id) REFERENCES region(company_id, id),
  PRIMARY KEY (company_id, id)
);
CREATE INDEX customer_head_office ON customer USING btree (company_id, head_office_id) WHERE (head_office_id IS NOT NULL);

create table decision (
  company_id uuid not null,
  job_id uuid not null,
  version integer not null,
  rule_id uuid not null,
  occasion text not null,
  target text not null,
  because text not null,
  notice_id uuid,
  at timestamp with time zone not null,
  ordinal integer not null,
  CHECK (((because = 'told'::text) = (notice_id IS NOT NULL))),
  CHECK ((target = ANY (ARRAY['address'::text, 'provider'::text, 'customer'::text, 'head-office'::text]))),
  FOREIGN KEY (company_id, job_id, version) REFERENCES job_event(company_id, job_id, version),
  FOREIGN KEY (company_id, notice_id) REFERENCES notice(company_id, id),
  FOREIGN KEY (company_id, rule_id) REFERENCES rule(company_id, id),
  PRIMARY KEY (company_id, job_id, version, rule_id, occasion, target, ordinal)
);
CREATE INDEX decision_latest ON decision USING btree (company_id, at) WHERE (at IS NOT NULL);

create table delivery (
  company_id uuid not null,
  id uuid not null,
  lane text not null,
  channel text not null,
  address text not null,
  state text not null,
  due_at timestamp with time zone,
  use_by timestamp with time zone not null,
  attempts integer not null,
  ended_at timestamp with time zone,
  written_in xid8,
  CHECK (
CASE
    WHEN (state = ANY (ARRAY['waiting'::text, 'held'::text, 'failed-for-now'::text, 'handed-over'::text])) THEN (ended_at IS NULL)
    WHEN (state = 'unknown'::text) THEN true
    ELSE (ended_at IS NOT NULL)
END),
  CHECK (((due_at IS NOT NULL) OR (state = 'held'::text))),
  CHECK ((channel = ANY (ARRAY['email'::text, 'sms'::text, 'voice'::text, 'webhook'::text]))),
  CHECK ((lane = ANY (ARRAY['urgent'::text, 'normal'::text, 'slow'::text]))),
  CHECK ((state = ANY (ARRAY['waiting'::text, 'held'::text, 'failed-for-now'::text, 'handed-over'::text, 'unknown'::text, 'accepted'::text, 'delivered'::text, 'failed-for-good'::text, 'expired'::text, 'cancelled'::text, 'resent'::text]))),
  FOREIGN KEY (company_id, id) REFERENCES message(company_id, id),
  PRIMARY KEY (company_id, id)
);
CREATE INDEX delivery_due ON delivery USING btree (lane, channel, company_id, due_at, id) WHERE (ended_at IS NULL);
CREATE INDEX delivery_ended ON delivery USING btree (channel, address, ended_at) WHERE (ended_at IS NOT NULL);
CREATE INDEX delivery_ended_badly ON delivery USING btree (state, ended_at) WHERE (state = ANY (ARRAY['unknown'::text, 'expired'::text]));
CREATE INDEX delivery_to_see_to ON delivery USING btree (company_id, state) WHERE (state = ANY (ARRAY['held'::text, 'unknown'::text, 'failed-for-good'::text, 'expired'::text]));
CREATE INDEX delivery_written ON delivery USING btree (company_id, written_in) WHERE (written_in IS NOT NULL);

create table delivery_change (
  company_id uuid not null,
  delivery_id uuid not null,
  seq bigint not null generated always as identity,
  at timestamp with time zone not null,
  by jsonb not null,
  from_state text not null,
  to_state text not null,
  note text,
  FOREIGN KEY (company_id, delivery_id) REFERENCES delivery(company_id, id),
  PRIMARY KEY (company_id, delivery_id, seq)
);

create table directory_change (
  company_id uuid not null,
  seq bigint not null generated always as identity,
  entry text not null,
  entry_id uuid not null,
  by jsonb not null,
  at timestamp with time zone not null,
  before jsonb,
  after jsonb not null,
  written_in xid8,
  FOREIGN KEY (company_id) REFERENCES company(id),
  PRIMARY KEY (company_id, seq)
);
CREATE INDEX directory_change_entry ON directory_change USING btree (company_id, entry_id, seq) WHERE (entry_id IS NOT NULL);
CREATE INDEX directory_change_written ON directory_change USING btree (company_id, written_in) WHERE (written_in IS NOT NULL);

create table invoice (
  company_id uuid not null,
  id uuid not null,
  number text not null,
  customer_id uuid not null,
  currency text not null,
  issued_at timestamp with time zone not null,
  by jsonb not null,
  credited_at timestamp with time zone,
  credited_by jsonb,
  CHECK (((credited_at IS NULL) = (credited_by IS NULL))),
  CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  FOREIGN KEY (company_id) REFERENCES company(id),
  FOREIGN KEY (company_id, customer_id) REFERENCES customer(company_id, id),
  PRIMARY KEY (company_id, id)
);
CREATE INDEX invoice_customer ON invoice USING btree (company_id, customer_id, id) WHERE (customer_id IS NOT NULL);
CREATE UNIQUE INDEX invoice_number_given ON invoice USING btree (company_id, number) WHERE (number IS NOT NULL);

create table invoice_line (
  company_id uuid not null,
  invoice_id uuid not null,
  "position" integer not null,
  job_id uuid not null,
  description text not null,
  amount bigint not null,
  FOREIGN KEY (company_id, invoice_id) REFERENCES invoice(company_id, id),
  FOREIGN KEY (company_id, job_id) REFERENCES job(company_id, id),
  PRIMARY KEY (company_id, invoice_id, "position")
);
CREATE INDEX invoice_line_job ON invoice_line USING btree (company_id, job_id) WHERE (job_id IS NOT NULL);

create table invoice_number (
  company_id uuid not null,
  last integer not null,
  FOREIGN KEY (company_id) REFERENCES company(id),
  PRIMARY KEY (company_id)
);

create table job (
  company_id uuid not null,
  id uuid not null,
  number integer not null,
  version integer not null,
  site_id uuid not null,
  customer_id uuid,
  alarm_company_id uuid,
  provider_id uuid,
  service_type_id uuid not null,
  status_id uuid not null,
  priority integer not null,
  initial_request text not null,
  outcome text,
  order_number text,
  docket_number text,
  notes text,
  opened_at timestamp with time zone not null,
  dispatched_at timestamp with time zone,
  on_site_at timestamp with time zone,
  off_site_at timestamp with time zone,
  times_dispatched integer not null,
  incident_raised boolean not null,
  deferred_because text,
  deferred_until date,
  invoice_number text,
  customer_advised_at timestamp with time zone,
  alarm_company_advised_at timestamp with time zone,
  appointment_from timestamp with time zone,
  appointment_until timestamp with time zone,
  requested_by jsonb,
  reschedule_asked jsonb,
  closed_at timestamp with time zone,
  report_revision integer not null,
  report_waits boolean not null,
  applied jsonb not null,
  CHECK (((appointment_from IS NULL) = (appointment_until IS NULL))),
  CHECK (((deferred_because IS NULL) = (deferred_until IS NULL))),
  CHECK (((priority >= 1) AND (priority <= 9))),
  CHECK ((appointment_from < appointment_until)),
  FOREIGN KEY (company_id) REFERENCES company(id),
  FOREIGN KEY (company_id, alarm_company_id) REFERENCES alarm_company(company_id, id),
  FOREIGN KEY (company_id, customer_id) REFERENCES customer(company_id, id),
  FOREIGN KEY (company_id, provider_id) REFERENCES provider(company_id, id),
  FOREIGN KEY (company_id, service_type_id) REFERENCES service_type(company_id, id),
  FOREIGN KEY (company_id, site_id) REFERENCES site(company_id, id),
  FOREIGN KEY (company_id, status_id) REFERENCES status(company_id, id),
  PRIMARY KEY (company_id, id)
);
CREATE INDEX job_closed ON job USING btree (company_id, closed_at, number) WHERE (closed_at IS NOT NULL);
CREATE INDEX job_deferred ON job USING btree (company_id, deferred_until) WHERE (deferred_until IS NOT NULL);
CREATE INDEX job_not_closed ON job USING btree (company_id, status_id, priority, opened_at, number) WHERE (closed_at IS NULL);
CREATE INDEX job_opened ON job USING btree (company_id, opened_at) WHERE (opened_at IS NOT NULL);
CREATE UNIQUE INDEX job_number_given ON job USING btree (company_id, number) WHERE (number IS NOT NULL);

create table job_event (
  company_id uuid not null,
  job_id uuid not null,
  version integer not null,
  seq bigint not null generated always as identity,
  by jsonb not null,
  at timestamp with time zone not null,
  changed jsonb not null,
  job jsonb not null,
  request_key text,
  request_hash text,
  planned_at timestamp with time zone,
  written_in xid8,
  FOREIGN KEY (company_id, job_id) REFERENCES job(company_id, id),
  PRIMARY KEY (company_id, job_id, version)
);
CREATE INDEX job_event_latest ON job_event USING btree (company_id, seq) WHERE (seq IS NOT NULL);
CREATE INDEX job_event_unplanned ON job_event USING btree (company_id, seq) WHERE (planned_at IS NULL);
CREATE INDEX job_event_written ON job_event USING btree (company_id, written_in) WHERE (written_in IS NOT NULL);
CREATE UNIQUE INDEX job_event_request ON job_event USING btree (company_id, request_key) WHERE (request_key IS NOT NULL);

create table job_number (
  company_id uuid not null,
  last integer not null,
  FOREIGN KEY (company_id) REFERENCES company(id),
  PRIMARY KEY (company_id)
);

create table message (
  company_id uuid not null,
  id uuid not null,
  subject text,
  body text not null,
  paper_id uuid,
  at timestamp with time zone not null,
  spreadsheet_id uuid,
  reply_to text,
  html text,
  portrait_id uuid,
  calendar text,
  FOREIGN KEY (company_id, id) REFERENCES notice(company_id, id),
  FOREIGN KEY (company_id, paper_id) REFERENCES paper(company_id, id),
  FOREIGN KEY (company_id, portrait_id) REFERENCES paper(company_id, id),
  FOREIGN KEY (company_id, spreadsheet_id) REFERENCES paper(company_id, id),
  PRIMARY KEY (company_id, id)
);
CREATE INDEX message_latest ON message USING btree (company_id, at, id) WHERE (at IS NOT NULL);

create table migration (
  name text not null,
  hash text not null,
  at timestamp with time zone not null,
  PRIMARY KEY (name)
);

create table notice (
  company_id uuid not null,
  id uuid not null,
  job_id uuid,
  version integer,
  occasions text[] not null,
  channel text not null,
  address text not null,
  pdf boolean not null,
  lane text not null,
  due_at timestamp with time zone not null,
  use_by timestamp with time zone not null,
  settled_at timestamp with time zone,
  dropped_because text,
  about text[] not null,
  report_id uuid,
  gathers boolean not null,
  first_version integer,
  quiet_until timestamp with time zone,
  resend_of uuid,
  resend_as text,
  resend_by jsonb,
  face text,
  worded_by uuid[] not null,
  language text,
  written_in xid8,
  CHECK (((job_id IS NULL) = (report_id IS NOT NULL))),
  CHECK (((job_id IS NULL) = (version IS NULL))),
  CHECK (((resend_of IS NULL) = (resend_as IS NULL))),
  CHECK (((resend_of IS NULL) = (resend_by IS NULL))),
  CHECK ((channel = ANY (ARRAY['email'::text, 'sms'::text, 'voice'::text, 'webhook'::text]))),
  CHECK ((lane = ANY (ARRAY['urgent'::text, 'normal'::text, 'slow'::text]))),
  CHECK ((language = ANY (ARRAY['en'::text, 'de'::text, 'fr'::text, 'es'::text]))),
  CHECK ((resend_as = ANY (ARRAY['as-it-was'::text, 'afresh'::text]))),
  FOREIGN KEY (company_id, job_id, version) REFERENCES job_event(company_id, job_id, version),
  FOREIGN KEY (company_id, report_id) REFERENCES report(company_id, id),
  FOREIGN KEY (company_id, resend_of) REFERENCES notice(company_id, id),
  PRIMARY KEY (company_id, id)
);
CREATE INDEX notice_due ON notice USING btree (lane, company_id, due_at, id) WHERE (settled_at IS NULL);
CREATE INDEX notice_gathering ON notice USING btree (company_id, job_id, channel, address) WHERE (gathers AND (settled_at IS NULL));
CREATE INDEX notice_job ON notice USING btree (company_id, job_id) WHERE (job_id IS NOT NULL);
CREATE INDEX notice_report ON notice USING btree (company_id, report_id) WHERE (report_id IS NOT NULL);
CREATE INDEX notice_resent ON notice USING btree (company_id, resend_of) WHERE (resend_of IS NOT NULL);
CREATE INDEX notice_written ON notice USING btree (company_id, written_in) WHERE (written_in IS NOT NULL);

create table paper (
  company_id uuid not null,
  id uuid not null,
  name text not null,
  bytes bytea not null,
  at timestamp with time zone not null,
  FOREIGN KEY (company_id) REFERENCES company(id),
  PRIMARY KEY (company_id, id)
);

create table person (
  company_id uuid not null,
  id uuid not null,
  name text not null,
  role text not null,
  email text,
  mobile text,
  provider_id uuid,
  certifications text,
  CHECK ((role = ANY (ARRAY['administrator'::text, 'dispatcher'::text, 'technician'::text, 'customer-contact'::text, 'read-only'::text]))),
  FOREIGN KEY (company_id) REFERENCES company(id),
  FOREIGN KEY (company_id, provider_id) REFERENCES provider(company_id, id),
  PRIMARY KEY (company_id, id)
);

create table person_account (
  company_id uuid not null,
  person_id uuid not null,
  user_id text not null,
  created_at timestamp with time zone not null,
  last_seen_at timestamp with time zone,
  FOREIGN KEY (company_id, person_id) REFERENCES person(company_id, id),
  PRIMARY KEY (company_id, person_id),
  UNIQUE (user_id)
);

create table photo (
  company_id uuid not null,
  id uuid not null,
  job_id uuid not null,
  type text not null,
  caption text not null,
  image bytea not null,
  by jsonb not null,
  at timestamp with time zone not null,
  CHECK ((type = ANY (ARRAY['image/jpeg'::text, 'image/png'::text]))),
  FOREIGN KEY (company_id, job_id) REFERENCES job(company_id, id),
  PRIMARY KEY (company_id, id)
);
CREATE INDEX photo_job ON photo USING btree (company_id, job_id, at) WHERE (job_id IS NOT NULL);

create table portrait (
  company_id uuid not null,
  person_id uuid not null,
  type text not null,
  image bytea not null,
  at timestamp with time zone not null,
  CHECK ((type = ANY (ARRAY['image/jpeg'::text, 'image/png'::text]))),
  FOREIGN KEY (company_id, person_id) REFERENCES person(company_id, id),
  PRIMARY KEY (company_id, person_id)
);

create table price (
  company_id uuid not null,
  channel text not null,
  amount numeric(12,6) not null,
  currency text not null,
  by jsonb not null,
  at timestamp with time zone not null,
  CHECK ((amount >= (0)::numeric)),
  CHECK ((channel = ANY (ARRAY['email'::text, 'sms'::text, 'voice'::text]))),
  CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  FOREIGN KEY (company_id) REFERENCES company(id),
  PRIMARY KEY (company_id, channel)
);

create table provider (
  company_id uuid not null,
  id uuid not null,
  name text not null,
  email text,
  mobile text,
  FOREIGN KEY (company_id) REFERENCES company(id),
  PRIMARY KEY (company_id, id)
);

create table receipt (
  id bigint not null generated always as identity,
  carrier text not null,
  key text not null,
  company_id uuid,
  delivery_id uuid,
  attempt integer,
  reference text,
  says text not null,
  code text,
  words text not null,
  at timestamp with time zone not null,
  raw jsonb not null,
  received_at timestamp with time zone not null,
  due_at timestamp with time zone not null,
  settled_at timestamp with time zone,
  settled_as text,
  CHECK ((says = ANY (ARRAY['handed-on'::text, 'delivered'::text, 'not-delivered'::text, 'delayed'::text, 'answered'::text, 'machine'::text, 'busy'::text, 'no-answer'::text, 'key-pressed'::text, 'complained'::text]))),
  CHECK ((settled_as = ANY (ARRAY['applied'::text, 'known-already'::text, 'unmatched'::text]))),
  PRIMARY KEY (id),
  UNIQUE (carrier, key)
);
CREATE INDEX receipt_delivery ON receipt USING btree (company_id, delivery_id) WHERE (delivery_id IS NOT NULL);
CREATE INDEX receipt_due ON receipt USING btree (due_at, id) WHERE (settled_at IS NULL);

create table region (
  company_id uuid not null,
  id uuid not null,
  name text not null,
  reply_to text,
  active boolean not null,
  request_url text,
  FOREIGN KEY (company_id) REFERENCES company(id),
  PRIMARY KEY (company_id, id)
);

create table reminder (
  company_id uuid not null,
  job_id uuid not null,
  rule_id uuid not null,
  base timestamp with time zone,
  past timestamp with time zone not null,
  sent integer not null,
  turn integer not null,
  due_at timestamp with time zone,
  FOREIGN KEY (company_id, job_id) REFERENCES job(company_id, id),
  FOREIGN KEY (company_id, rule_id) REFERENCES rule(company_id, id),
  PRIMARY KEY (company_id, job_id, rule_id)
);
CREATE INDEX reminder_due ON reminder USING btree (due_at, company_id, job_id, rule_id) WHERE (due_at IS NOT NULL);

create table reply (
  id uuid not null,
  carrier text not null,
  key text not null,
  channel text not null,
  from_address text not null,
  to_address text not null,
  words text not null,
  at timestamp with time zone not null,
  raw jsonb not null,
  received_at timestamp with time zone not null,
  settled_at timestamp with time zone,
  meaning text,
  company_id uuid,
  job_id uuid,
  delivery_id uuid,
  done_at timestamp with time zone,
  done_by jsonb,
  CHECK (((done_at IS NULL) = (done_by IS NULL))),
  CHECK ((channel = ANY (ARRAY['email'::text, 'sms'::text, 'voice'::text]))),
  CHECK ((meaning = ANY (ARRAY['stop'::text, 'start'::text, 'help'::text, 'reply'::text]))),
  FOREIGN KEY (company_id) REFERENCES company(id),
  PRIMARY KEY (id),
  UNIQUE (carrier, key)
);
CREATE INDEX reply_job ON reply USING btree (company_id, job_id, at) WHERE (job_id IS NOT NULL);
CREATE INDEX reply_latest ON reply USING btree (company_id, at, id) WHERE (company_id IS NOT NULL);
CREATE INDEX reply_undone ON reply USING btree (company_id) WHERE (done_at IS NULL);
CREATE INDEX reply_unsettled ON reply USING btree (received_at, id) WHERE (settled_at IS NULL);

create table report (
  company_id uuid not null,
  id uuid not null,
  schedule_id uuid not null,
  customer_id uuid,
  name text not null,
  time_zone text not null,
  from_at timestamp with time zone not null,
  until_at timestamp with time zone not null,
  at timestamp with time zone not null,
  FOREIGN KEY (company_id, customer_id) REFERENCES customer(company_id, id),
  FOREIGN KEY (company_id, schedule_id) REFERENCES report_schedule(company_id, id),
  PRIMARY KEY (company_id, id)
);

create table report_schedule (
  company_id uuid not null,
  id uuid not null,
  version integer not null,
  name text not null,
  customer_id uuid,
  every text not null,
  on_day integer,
  at_minute integer not null,
  time_zone text not null,
  addresses text[] not null,
  active boolean not null,
  next_at timestamp with time zone not null,
  removed_at timestamp with time zone,
  CHECK (
CASE every
    WHEN 'day'::text THEN (on_day IS NULL)
    WHEN 'week'::text THEN ((on_day >= 1) AND (on_day <= 7))
    ELSE ((on_day >= 1) AND (on_day <= 31))
END),
  CHECK (((at_minute >= 0) AND (at_minute <= 1439))),
  CHECK ((cardinality(addresses) > 0)),
  CHECK ((every = ANY (ARRAY['day'::text, 'week'::text, 'month'::text]))),
  FOREIGN KEY (company_id) REFERENCES company(id),
  FOREIGN KEY (company_id, customer_id) REFERENCES customer(company_id, id),
  PRIMARY KEY (company_id, id)
);
CREATE INDEX report_schedule_due ON report_schedule USING btree (next_at) WHERE (active AND (removed_at IS NULL));

create table report_schedule_change (
  company_id uuid not null,
  schedule_id uuid not null,
  version integer not null,
  by jsonb not null,
  at timestamp with time zone not null,
  schedule jsonb not null,
  FOREIGN KEY (company_id, schedule_id) REFERENCES report_schedule(company_id, id),
  PRIMARY KEY (company_id, schedule_id, version)
);

create table request (
  company_id uuid not null,
  key text not null,
  hash text not null,
  status integer not null,
  answer jsonb not null,
  at timestamp with time zone not null,
  FOREIGN KEY (company_id) REFERENCES company(id),
  PRIMARY KEY (company_id, key)
);
CREATE INDEX request_at ON request USING btree (at);

create table rule (
  company_id uuid not null,
  id uuid not null,
  version integer not null,
  owner_kind text not null,
  owner_id uuid not null,
  does text not null,
  occasion text,
  service_type_id uuid,
  via text,
  destination text,
  address text,
  recipient text,
  leaves_out_cancelled boolean not null,
  active boolean not null,
  removed_at timestamp with time zone,
  every_days integer,
  times integer,
  details text[] not null,
  groups_invoice boolean not null,
  spread_at timestamp with time zone,
  gathers_minutes integer not null,
  only_types uuid[] not null,
  only_priorities integer[] not null,
  only_statuses uuid[] not null,
  status_id uuid,
  turn text,
  grace_seconds integer not null,
  reports_every_job boolean not null,
  reports_cancelled boolean not null,
  tells_head_office boolean not null,
  asks_review boolean not null,
  language text,
  recipient_id uuid,
  of_rule_id uuid,
  of_target text,
  only_provider_id uuid,
  CHECK ((((does = 'mute-one'::text) = (of_target IS NOT NULL)) AND ((of_target IS NULL) OR (of_rule_id IS NOT NULL)))),
  CHECK (((does <> 'tell'::text) OR ((address IS NOT NULL) = ((owner_kind = 'job'::text) OR (destination = ANY (ARRAY['address'::text, 'both'::text])))))),
  CHECK (((does <> 'tell'::text) OR ((occasion = 'status-set'::text) = ((status_id IS NOT NULL) AND (turn IS NOT NULL))))),
  CHECK (((does <> 'tell'::text) OR ((occasion = ANY (ARRAY['incomplete'::text, 'details-missing'::text, 'follow-up'::text])) = (every_days IS NOT NULL)))),
  CHECK (((does <> 'tell'::text) OR ((occasion IS NOT NULL) AND (via IS NOT NULL) AND (destination IS NOT NULL)))),
  CHECK (((does = 'tell'::text) OR (owner_kind =
CASE does
    WHEN 'mute'::text THEN 'site'::text
    ELSE 'job'::text
END))),
  CHECK (((every_days >= 1) AND (every_days <= 366))),
  CHECK (((every_days IS NULL) = (times IS NULL))),
  CHECK (((gathers_minutes >= 0) AND (gathers_minutes <= 120))),
  CHECK (((grace_seconds >= 0) AND (grace_seconds <= 3600))),
  CHECK (((owner_kind <> 'provider'::text) OR (destination = 'address'::text))),
  CHECK (((owner_kind = 'job'::text) = (recipient_id IS NOT NULL))),
  CHECK (((times >= 1) AND (times <= 100))),
  CHECK ((destination = ANY (ARRAY['address'::text, 'provider'::text, 'both'::text, 'customer'::text]))),
  CHECK ((details <@ '{outcome,docketNumber,orderNumber}'::text[])),
  CHECK ((does = ANY (ARRAY['tell'::text, 'mute'::text, 'mute-one'::text]))),
  CHECK ((language = ANY (ARRAY['en'::text, 'de'::text, 'fr'::text, 'es'::text]))),
  CHECK ((occasion = ANY (ARRAY['dispatched'::text, 'completed'::text, 'updated-incomplete'::text, 'updated-complete'::text, 'incomplete'::text, 'details-missing'::text, 'invoiced'::text, 'request-received'::text, 'request-accepted'::text, 'request-rejected'::text, 'created'::text, 'appointment'::text, 'status-set'::text, 'closed'::text, 'follow-up'::text, 'job-report'::text]))),
  CHECK ((of_target = ANY (ARRAY['address'::text, 'provider'::text, 'customer'::text, 'head-office'::text]))),
  CHECK ((owner_kind = ANY (ARRAY['company'::text, 'customer'::text, 'alarm-company'::text, 'site'::text, 'provider'::text, 'region'::text, 'status'::text, 'job'::text]))),
  CHECK ((turn = ANY (ARRAY['first'::text, 'lead'::text, 'last'::text, 'every'::text]))),
  CHECK ((via = ANY (ARRAY['sms'::text, 'text-email'::text, 'pdf-email'::text, 'call'::text, 'webhook'::text]))),
  FOREIGN KEY (company_id) REFERENCES company(id),
  FOREIGN KEY (company_id, of_rule_id) REFERENCES rule(company_id, id),
  FOREIGN KEY (company_id, only_provider_id) REFERENCES provider(company_id, id),
  FOREIGN KEY (company_id, service_type_id) REFERENCES service_type(company_id, id),
  FOREIGN KEY (company_id, status_id) REFERENCES status(company_id, id),
  PRIMARY KEY (company_id, id)
);
CREATE INDEX rule_of_job ON rule USING btree (company_id, owner_id) WHERE (owner_kind = 'job'::text);
CREATE INDEX rule_owner ON rule USING btree (company_id, owner_kind, owner_id) WHERE (removed_at IS NULL);
CREATE INDEX rule_unspread ON rule USING btree (company_id, id) WHERE ((every_days IS NOT NULL) AND (spread_at IS NULL));

create table rule_change (
  company_id uuid not null,
  rule_id uuid not null,
  version integer not null,
  by jsonb not null,
  at timestamp with time zone not null,
  rule jsonb not null,
  written_in xid8,
  FOREIGN KEY (company_id, rule_id) REFERENCES rule(company_id, id),
  PRIMARY KEY (company_id, rule_id, version)
);
CREATE INDEX rule_change_written ON rule_change USING btree (company_id, written_in) WHERE (written_in IS NOT NULL);

create table server_secret (
  name text not null,
  value text not null,
  PRIMARY KEY (name)
);

create table service_type (
  company_id uuid not null,
  id uuid not null,
  name text not null,
  kind text not null,
  dispatch_within integer,
  on_site_within integer,
  CHECK (((dispatch_within >= 1) AND (dispatch_within <= 10080))),
  CHECK (((on_site_within >= 1) AND (on_site_within <= 10080))),
  CHECK ((kind = ANY (ARRAY['alarm'::text, 'patrol'::text, 'service'::text, 'other'::text]))),
  FOREIGN KEY (company_id) REFERENCES company(id),
  PRIMARY KEY (company_id, id)
);

create table sheet_layout (
  company_id uuid not null,
  version integer not null,
  fields text[] not null,
  by jsonb not null,
  at timestamp with time zone not null,
  FOREIGN KEY (company_id) REFERENCES company(id),
  PRIMARY KEY (company_id, version)
);

create table site (
  company_id uuid not null,
  id uuid not null,
  name text not null,
  address text not null,
  time_zone text not null,
  customer_id uuid,
  alarm_company_id uuid,
  region_id uuid,
  FOREIGN KEY (company_id) REFERENCES company(id),
  FOREIGN KEY (company_id, alarm_company_id) REFERENCES alarm_company(company_id, id),
  FOREIGN KEY (company_id, customer_id) REFERENCES customer(company_id, id),
  FOREIGN KEY (company_id, region_id) REFERENCES region(company_id, id),
  PRIMARY KEY (company_id, id)
);

create table status (
  company_id uuid not null,
  id uuid not null,
  code text not null,
  name text not null,
  category text not null,
  step text,
  CHECK ((category = ANY (ARRAY['requested'::text, 'rejected'::text, 'in-progress'::text, 'not-advised'::text, 'complete'::text, 'cancelled'::text, 'abandoned'::text, 'approved'::text, 'invoiced'::text]))),
  CHECK ((step = ANY (ARRAY['dispatched'::text, 'travelling'::text, 'on-site'::text, 'off-site'::text]))),
  FOREIGN KEY (company_id) REFERENCES company(id),
  PRIMARY KEY (company_id, id)
);
CREATE UNIQUE INDEX status_code ON status USING btree (company_id, code) WHERE (code IS NOT NULL);

create table template (
  company_id uuid not null,
  name text not null,
  version integer not null,
  subject text,
  body text not null,
  by jsonb not null,
  at timestamp with time zone not null,
  language text not null,
  restores integer,
  CHECK (((restores >= 0) AND (restores < version))),
  CHECK ((language = ANY (ARRAY['en'::text, 'de'::text, 'fr'::text, 'es'::text]))),
  FOREIGN KEY (company_id) REFERENCES company(id),
  PRIMARY KEY (company_id, name, language, version)
);

create table visit (
  company_id uuid not null,
  job_id uuid not null,
  number integer not null,
  FOREIGN KEY (company_id, job_id) REFERENCES job(company_id, id),
  PRIMARY KEY (company_id, job_id, number)
);

create table visit_technician (
  company_id uuid not null,
  job_id uuid not null,
  visit integer not null,
  person_id uuid not null,
  "position" integer not null,
  status_id uuid,
  dispatched_at timestamp with time zone,
  travelling_at timestamp with time zone,
  on_site_at timestamp with time zone,
  off_site_at timestamp with time zone,
  FOREIGN KEY (company_id, job_id, visit) REFERENCES visit(company_id, job_id, number),
  FOREIGN KEY (company_id, person_id) REFERENCES person(company_id, id),
  FOREIGN KEY (company_id, status_id) REFERENCES status(company_id, id),
  PRIMARY KEY (company_id, job_id, visit, person_id)
);

create table webhook (
  company_id uuid not null,
  id uuid not null,
  url text not null,
  secret text not null,
  secret_before text,
  secret_before_until timestamp with time zone,
  failing_since timestamp with time zone,
  disabled_at timestamp with time zone,
  disabled_because text,
  removed_at timestamp with time zone,
  CHECK (((disabled_at IS NULL) = (disabled_because IS NULL))),
  CHECK (((secret_before IS NULL) = (secret_before_until IS NULL))),
  FOREIGN KEY (company_id) REFERENCES company(id),
  PRIMARY KEY (company_id, id)
);
CREATE UNIQUE INDEX webhook_url ON webhook USING btree (company_id, url) WHERE (removed_at IS NULL);

create table auth.account (
  id text not null,
  "accountId" text not null,
  "providerId" text not null,
  "userId" text not null,
  "accessToken" text,
  "refreshToken" text,
  "idToken" text,
  "accessTokenExpiresAt" timestamp with time zone,
  "refreshTokenExpiresAt" timestamp with time zone,
  scope text,
  password text,
  "createdAt" timestamp with time zone not null,
  "updatedAt" timestamp with time zone not null,
  FOREIGN KEY ("userId") REFERENCES auth."user"(id) ON DELETE CASCADE,
  PRIMARY KEY (id)
);
CREATE INDEX account_of_user ON auth.account USING btree ("userId");

create table auth.session (
  id text not null,
  "expiresAt" timestamp with time zone not null,
  token text not null,
  "createdAt" timestamp with time zone not null,
  "updatedAt" timestamp with time zone not null,
  "ipAddress" text,
  "userAgent" text,
  "userId" text not null,
  FOREIGN KEY ("userId") REFERENCES auth."user"(id) ON DELETE CASCADE,
  PRIMARY KEY (id),
  UNIQUE (token)
);
CREATE INDEX session_of_user ON auth.session USING btree ("userId");

create table auth."twoFactor" (
  id text not null,
  secret text not null,
  "backupCodes" text not null,
  "userId" text not null,
  verified boolean,
  "failedVerificationCount" integer,
  "lockedUntil" timestamp with time zone,
  FOREIGN KEY ("userId") REFERENCES auth."user"(id) ON DELETE CASCADE,
  PRIMARY KEY (id)
);
CREATE INDEX two_factor_of_user ON auth."twoFactor" USING btree ("userId");

create table auth."user" (
  id text not null,
  name text not null,
  email text not null,
  "emailVerified" boolean not null,
  image text,
  "createdAt" timestamp with time zone not null,
  "updatedAt" timestamp with time zone not null,
  "twoFactorEnabled" boolean,
  PRIMARY KEY (id),
  UNIQUE (email)
);

create table auth.verification (
  id text not null,
  identifier text not null,
  value text not null,
  "expiresAt" timestamp with time zone not null,
  "createdAt" timestamp with time zone not null,
  "updatedAt" timestamp with time zone not null,
  PRIMARY KEY (id)
);
CREATE INDEX verification_identifier ON auth.verification USING btree (identifier);

CREATE OR REPLACE FUNCTION delivery_may_move(from_state text, to_state text)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
RETURN (to_state = ANY (CASE from_state WHEN 'waiting'::text THEN '{held,failed-for-now,handed-over,unknown,accepted,delivered,failed-for-good,expired,cancelled}'::text[] WHEN 'held'::text THEN '{waiting,accepted,delivered,failed-for-good,expired,cancelled,resent}'::text[] WHEN 'failed-for-now'::text THEN '{held,handed-over,unknown,accepted,delivered,failed-for-good,expired,cancelled}'::text[] WHEN 'handed-over'::text THEN '{failed-for-now,unknown,accepted,delivered,failed-for-good,expired}'::text[] WHEN 'unknown'::text THEN '{failed-for-now,handed-over,accepted,delivered,failed-for-good,expired,cancelled,resent}'::text[] WHEN 'accepted'::text THEN '{delivered,failed-for-good}'::text[] WHEN 'failed-for-good'::text THEN '{accepted,delivered,resent}'::text[] WHEN 'expired'::text THEN '{accepted,delivered,failed-for-good,resent}'::text[] WHEN 'cancelled'::text THEN '{accepted,delivered,failed-for-good,resent}'::text[] WHEN 'resent'::text THEN '{delivered}'::text[] ELSE '{}'::text[] END));

CREATE OR REPLACE FUNCTION delivery_move()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception 'A delivery cannot go from % to %.', old.state, new.state using errcode = 'check_violation';
end $function$;

CREATE OR REPLACE FUNCTION delivery_moved()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  new.written_in := pg_current_xact_id();
  return new;
end $function$;

CREATE TRIGGER delivery_move BEFORE UPDATE OF state ON delivery FOR EACH ROW WHEN (((old.state IS DISTINCT FROM new.state) AND (NOT delivery_may_move(old.state, new.state)))) EXECUTE FUNCTION delivery_move();

CREATE TRIGGER delivery_moved BEFORE UPDATE OF state ON delivery FOR EACH ROW WHEN ((old.state IS DISTINCT FROM new.state)) EXECUTE FUNCTION delivery_moved();
