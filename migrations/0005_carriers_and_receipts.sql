-- Real carriers: calls and webhooks beside e-mail and texts, states that tell the truth, what carriers report back, what we
-- know of an address before we use it, and the alarm when sending stops.

-- Written by: directory
alter table company
  -- Minutes after midnight on the site's clock between which only urgent messages go out; from 22:00 to 07:00 is 1320 to 420.
  add quiet_from integer check (quiet_from between 0 and 1439),
  add quiet_until integer check (quiet_until between 0 and 1439),
  -- Whether public holidays are quiet all day, and of which place: 'AU-NSW'. Null: of the company's country.
  add quiet_holidays boolean not null default false,
  add holidays_of text,
  -- Where answers to e-mail go, unless a region says otherwise. Null: to the sender.
  add reply_to text,
  add check ((quiet_from is null) = (quiet_until is null));
alter table region add reply_to text;
-- Days that are quiet beside the public holidays.
create table company_holiday (
  company_id uuid not null references company,
  on_day date not null,
  name text not null,
  primary key (company_id, on_day)
);
-- What we know of an address before we use it: whether its owner wants to hear from us, and whether anybody is there.
create table contact (
  company_id uuid not null references company,
  channel text not null check (channel in ('email', 'sms', 'voice')),
  address text not null,
  quiet_from integer check (quiet_from between 0 and 1439),
  quiet_until integer check (quiet_until between 0 and 1439),
  opted_out_at timestamptz,
  opted_out_because text,
  dead_since timestamptz,
  dead_because text,
  -- Hard failures since something last arrived there.
  failures integer not null default 0,
  failed_at timestamptz,
  reached_at timestamptz,
  primary key (company_id, channel, address),
  check ((quiet_from is null) = (quiet_until is null)),
  check ((opted_out_at is null) = (opted_out_because is null)),
  check ((dead_since is null) = (dead_because is null))
);
create index contact_trouble on contact (company_id, channel, address)
  where opted_out_at is not null or dead_since is not null;
create table contact_change (
  company_id uuid not null,
  channel text not null,
  address text not null,
  seq bigint generated always as identity,
  at timestamptz not null,
  -- Who changed it; null: the contact or a carrier did.
  by jsonb,
  what text not null check (what in ('opted-out', 'opted-in', 'dead', 'alive', 'quiet-hours')),
  because text not null,
  primary key (company_id, channel, address, seq),
  foreign key (company_id, channel, address) references contact
);
-- Programs of the company or its customers that are told by HTTP.
create table webhook (
  company_id uuid not null references company,
  id uuid not null,
  url text not null,
  -- The newest secret signs; the one before it signs too until its time is over.
  secret text not null,
  secret_before text,
  secret_before_until timestamptz,
  failing_since timestamptz,
  disabled_at timestamptz,
  disabled_because text,
  removed_at timestamptz,
  primary key (company_id, id),
  check ((secret_before is null) = (secret_before_until is null)),
  check ((disabled_at is null) = (disabled_because is null))
);
create unique index webhook_url on webhook (company_id, url) where removed_at is null;

-- Written by: rules
alter table rule
  drop constraint rule_via_check,
  add constraint rule_via_check check (via in ('sms', 'text-email', 'pdf-email', 'call', 'webhook')),
  drop constraint rule_owner_kind_check,
  add constraint rule_owner_kind_check
    check (owner_kind in ('company', 'customer', 'alarm-company', 'site', 'provider')),
  -- Minutes in which several changes of one job become one message; 0: each at once.
  add gathers_minutes integer not null default 0 check (gathers_minutes between 0 and 120);
alter table notice
  drop constraint notice_channel_check,
  add constraint notice_channel_check check (channel in ('email', 'sms', 'voice', 'webhook')),
  -- Waits so that further changes of the job can join it.
  add gathers boolean not null default false,
  -- The first of the saves it tells of, if there are several: from here to its version.
  add first_version integer,
  -- Until when it waits because of quiet hours (W5).
  add quiet_until timestamptz,
  -- A message that is sent again, how, and at whose word.
  add resend_of uuid,
  add resend_as text check (resend_as in ('as-it-was', 'afresh')),
  add resend_by jsonb,
  add foreign key (company_id, resend_of) references notice,
  add check ((resend_of is null) = (resend_as is null)),
  add check ((resend_of is null) = (resend_by is null));
drop index notice_due;
-- By company, so that whoever has few due is not behind whoever has many.
create index notice_due on notice (lane, company_id, due_at, id) where settled_at is null;
create index notice_gathering on notice (company_id, job_id, channel, address) where gathers and settled_at is null;
create index notice_resent on notice (company_id, resend_of) where resend_of is not null;
alter table price
  drop constraint price_channel_check,
  add constraint price_channel_check check (channel in ('email', 'sms', 'voice'));

-- Written by: jobs
drop index job_event_unplanned;
create index job_event_unplanned on job_event (company_id, seq) where planned_at is null;

-- Written by: messages
alter table message add reply_to text;

-- Written by: delivery
alter table delivery
  drop constraint delivery_channel_check,
  add constraint delivery_channel_check check (channel in ('email', 'sms', 'voice', 'webhook')),
  drop constraint delivery_state_check,
  add constraint delivery_state_check
    check (state in ('waiting', 'held', 'failed-for-now', 'handed-over', 'unknown', 'accepted', 'delivered',
                     'failed-for-good', 'expired', 'cancelled', 'resent')),
  alter due_at drop not null,
  drop constraint delivery_check,
  add constraint delivery_ends check (
    case when state in ('waiting', 'held', 'failed-for-now', 'handed-over') then ended_at is null
         when state = 'unknown' then true
         else ended_at is not null end),
  add constraint delivery_falls_due check (due_at is not null or state = 'held');
drop index delivery_due;
create index delivery_due on delivery (lane, channel, company_id, due_at, id) where ended_at is null;
-- Whose an answer from an address is, and whether anything ever went there.
create index delivery_ended on delivery (channel, address, ended_at) where ended_at is not null;
alter table attempt
  -- When everything but the last byte was with the carrier and we committed to sending that too. An attempt that was cut
  -- off before this was certainly not sent.
  add handed_over_at timestamptz,
  -- The carrier's own name for it; receipts may come under that.
  add reference text,
  add fault text check (fault in ('address', 'opted-out', 'content', 'busy', 'account', 'down'));
create index attempt_reference on attempt (carrier, reference) where reference is not null;
-- How an account has been doing lately, without reading how it did for years.
create index attempt_latest on attempt (carrier, started_at);
-- The few that ended badly: what came too late, and what may or may not have been sent.
create index delivery_ended_badly on delivery (state, ended_at) where state in ('unknown', 'expired');
-- Whoever holds, releases, cancels or resends a message leaves his name.
create table delivery_change (
  company_id uuid not null,
  delivery_id uuid not null,
  seq bigint generated always as identity,
  at timestamptz not null,
  by jsonb not null,
  from_state text not null,
  to_state text not null,
  note text,
  primary key (company_id, delivery_id, seq),
  foreign key (company_id, delivery_id) references delivery
);
-- How it stands with an account at a carrier; shared by everybody who sends through it.
create table carrier_account (
  name text primary key,
  paused_at timestamptz,
  paused_because text,
  -- Hand-overs that found it down, one after the other, and until when it is left alone for that.
  failures integer not null default 0,
  broken_until timestamptz,
  failed_at timestamptz,
  failed_because text,
  worked_at timestamptz,
  -- Up to when its rate is used up.
  busy_until timestamptz,
  check ((paused_at is null) = (paused_because is null))
);
-- Signs what comes back to us from outside: links to unsubscribe, addresses for bounces.
create table server_secret (
  name text primary key,
  value text not null
);
insert into server_secret values ('links', gen_random_uuid()::text || gen_random_uuid()::text);

-- A delivery goes from state to state only like this. src/delivery/state.ts says the same and a test compares the two.
-- Each list is cast by itself: then it is read once and not for every row.
create function delivery_may_move(from_state text, to_state text) returns boolean
immutable language sql
return to_state = any (case from_state
  when 'waiting' then '{held,failed-for-now,handed-over,unknown,accepted,delivered,failed-for-good,expired,cancelled}'::text[]
  when 'held' then '{waiting,accepted,delivered,failed-for-good,expired,cancelled,resent}'::text[]
  when 'failed-for-now' then '{held,handed-over,unknown,accepted,delivered,failed-for-good,expired,cancelled}'::text[]
  when 'handed-over' then '{failed-for-now,unknown,accepted,delivered,failed-for-good,expired}'::text[]
  when 'unknown' then '{failed-for-now,handed-over,accepted,delivered,failed-for-good,expired,cancelled,resent}'::text[]
  when 'accepted' then '{delivered,failed-for-good}'::text[]
  when 'failed-for-good' then '{accepted,delivered,resent}'::text[]
  when 'expired' then '{accepted,delivered,failed-for-good,resent}'::text[]
  when 'cancelled' then '{accepted,delivered,failed-for-good,resent}'::text[]
  when 'resent' then '{delivered}'::text[]
  else '{}'::text[]
end);
create function delivery_move() returns trigger language plpgsql as $$
begin
  raise exception 'A delivery cannot go from % to %.', old.state, new.state using errcode = 'check_violation';
end $$;
-- Only called for a move that is not allowed: every delivery moves three times, and calling a function each time is felt.
create trigger delivery_move before update of state on delivery
  for each row when (old.state is distinct from new.state and not delivery_may_move(old.state, new.state))
  execute function delivery_move();

-- Written by: receipts
-- What a carrier reported, as it came. The same report again is no change.
create table receipt (
  id bigint generated always as identity primary key,
  carrier text not null,
  key text not null,
  -- By our own id, when the carrier repeats it, or by the carrier's.
  company_id uuid,
  delivery_id uuid,
  attempt integer,
  reference text,
  says text not null check (says in ('handed-on', 'delivered', 'not-delivered', 'delayed', 'answered', 'machine', 'busy',
                                     'no-answer', 'key-pressed', 'complained')),
  code text,
  words text not null,
  at timestamptz not null,
  raw jsonb not null,
  received_at timestamptz not null,
  -- When it is looked at: at once, and again if the message it is about is not known yet.
  due_at timestamptz not null,
  settled_at timestamptz,
  settled_as text check (settled_as in ('applied', 'known-already', 'unmatched')),
  unique (carrier, key)
);
create index receipt_due on receipt (due_at, id) where settled_at is null;
create index receipt_delivery on receipt (company_id, delivery_id) where delivery_id is not null;
-- What somebody wrote or pressed in answer to a message.
create table reply (
  id uuid primary key,
  carrier text not null,
  key text not null,
  channel text not null check (channel in ('email', 'sms', 'voice')),
  from_address text not null,
  to_address text not null,
  words text not null,
  at timestamptz not null,
  raw jsonb not null,
  received_at timestamptz not null,
  settled_at timestamptz,
  meaning text check (meaning in ('stop', 'start', 'help', 'reply')),
  company_id uuid references company,
  job_id uuid,
  delivery_id uuid,
  done_at timestamptz,
  done_by jsonb,
  unique (carrier, key),
  check ((done_at is null) = (done_by is null))
);
create index reply_unsettled on reply (received_at, id) where settled_at is null;
create index reply_latest on reply (company_id, at, id) where company_id is not null;
create index reply_job on reply (company_id, job_id, at) where job_id is not null;

-- Written by: audit
-- What is wrong with the sending itself, for those who run this server.
create table alarm (
  id bigint generated always as identity primary key,
  -- What it is about: the same trouble again is the same alarm until it is over.
  key text not null,
  severity text not null check (severity in ('alarm', 'warning')),
  words text not null,
  since timestamptz not null,
  seen_at timestamptz not null,
  -- When the operators were last told, and how.
  told_at timestamptz,
  told_by text,
  over_at timestamptz
);
create unique index alarm_open on alarm (key) where over_at is null;
create index alarm_latest on alarm (since, id);
