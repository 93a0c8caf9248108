-- Three more faces of the one rule: what customers are told by region and by status, job reports and who gets them, and
-- requests for service that become jobs.

-- Written by: directory
alter table company
  -- Whether somebody looks at a job report before it goes out.
  add approves_reports boolean not null default false,
  -- Where customers may ask for service without an account, and where they may say how it was. Null: nowhere.
  add takes_requests boolean not null default false,
  add review_url text,
  -- Of what service type a job becomes that a customer asks for; null: nobody can ask.
  add request_type_id uuid;
-- Of clients: the master switch, and the address of a page for requests that is not ours.
alter table region
  add active boolean not null default true,
  add request_url text;
alter table customer
  add region_id uuid,
  -- "Send client notifications".
  add takes_notifications boolean not null default true,
  add head_office_id uuid,
  add language text check (language in ('en', 'de', 'fr', 'es')),
  add foreign key (company_id, region_id) references region,
  add foreign key (company_id, head_office_id) references customer,
  add check (head_office_id <> id);
create index customer_head_office on customer (company_id, head_office_id) where head_office_id is not null;
-- Licences and certificates, as a customer reads them.
alter table person add certifications text;
alter table company add foreign key (id, request_type_id) references service_type (company_id, id);
alter table status
  drop constraint status_category_check,
  add constraint status_category_check check (category in (
    'requested', 'rejected', 'in-progress', 'not-advised', 'complete', 'cancelled', 'abandoned', 'approved', 'invoiced'
  ));
-- A company may have a status of that code: its own keeps it.
insert into status (company_id, id, code, name, category)
select company.id, gen_random_uuid(), asked.code || case when taken.id is null then '' else '-1' end, asked.name, asked.category
from company
cross join (values ('REQ', 'Requested', 'requested'), ('REJ', 'Rejected', 'rejected')) as asked (code, name, category)
left join status taken on taken.company_id = company.id and taken.code = asked.code;
-- How a technician looks, shown to the customers he is on the way to.
create table portrait (
  company_id uuid not null,
  person_id uuid not null,
  type text not null check (type in ('image/jpeg', 'image/png')),
  image bytea not null,
  at timestamptz not null,
  primary key (company_id, person_id),
  foreign key (company_id, person_id) references person
);
-- A customer's complaint: while one is open nobody asks him for a review.
create table complaint (
  company_id uuid not null,
  id uuid not null,
  customer_id uuid not null,
  words text not null,
  opened_at timestamptz not null,
  opened_by jsonb not null,
  closed_at timestamptz,
  closed_by jsonb,
  primary key (company_id, id),
  foreign key (company_id, customer_id) references customer,
  check ((closed_at is null) = (closed_by is null))
);
create index complaint_open on complaint (company_id, customer_id) where closed_at is null;

-- Written by: jobs
alter table job
  -- The window in which somebody will come.
  add appointment_from timestamptz,
  add appointment_until timestamptz,
  -- Who asked for it by our page or a program; null: nobody did.
  add requested_by jsonb,
  -- What the customer wishes about the appointment, until somebody has seen to it.
  add reschedule_asked jsonb,
  add closed_at timestamptz,
  -- The last job report that went out, counted from 1; 0: none. One that waits to be approved is not counted yet.
  add report_revision integer not null default 0,
  add report_waits boolean not null default false,
  -- Every status that was set and not taken back, by whom and on which visit.
  add applied jsonb not null default '[]',
  add check ((appointment_from is null) = (appointment_until is null)),
  add check (appointment_from < appointment_until);

-- Written by: rules
alter table rule
  drop constraint rule_owner_kind_check,
  add constraint rule_owner_kind_check check (
    owner_kind in ('company', 'customer', 'alarm-company', 'site', 'provider', 'region', 'status')
  ),
  drop constraint rule_occasion_check,
  add constraint rule_occasion_check check (occasion in (
    'dispatched', 'completed', 'updated-incomplete', 'updated-complete', 'incomplete', 'details-missing', 'invoiced',
    'request-received', 'request-accepted', 'request-rejected', 'created', 'appointment', 'status-set', 'closed',
    'follow-up', 'job-report'
  )),
  drop constraint rule_destination_check,
  add constraint rule_destination_check check (destination in ('address', 'provider', 'both', 'customer')),
  -- Conditions: empty means all.
  add only_types uuid[] not null default '{}',
  add only_priorities integer[] not null default '{}',
  add only_statuses uuid[] not null default '{}',
  -- Of status-set: which status, whose turn of a visit it is, and for how long it can be taken back.
  add status_id uuid,
  add turn text check (turn in ('first', 'lead', 'last', 'every')),
  add grace_seconds integer not null default 0 check (grace_seconds between 0 and 3600),
  -- Of job reports: beside alarm calls and incidents.
  add reports_every_job boolean not null default false,
  add reports_cancelled boolean not null default false,
  add tells_head_office boolean not null default false,
  add asks_review boolean not null default false,
  add language text check (language in ('en', 'de', 'fr', 'es')),
  add foreign key (company_id, status_id) references status;

-- What follows up a close is counted in days like a reminder; what goes to a customer needs no address here.
alter table rule
  drop constraint rule_check2,
  add check (does = 'mute' or (address is not null) = (destination in ('address', 'both'))),
  drop constraint rule_check4,
  add check (does = 'mute' or (occasion in ('incomplete', 'details-missing', 'follow-up')) = (every_days is not null)),
  add check (does = 'mute' or (occasion = 'status-set') = (status_id is not null and turn is not null));

alter table decision
  drop constraint decision_target_check,
  add constraint decision_target_check check (target in ('address', 'provider', 'customer', 'head-office'));
alter table notice
  -- Which of the customer's messages it is; null: it speaks to those who work on the job.
  add face text,
  -- The rules it came from, the leading one first: the first that has words of its own gives them.
  add worded_by uuid[] not null default '{}',
  add language text check (language in ('en', 'de', 'fr', 'es'));
