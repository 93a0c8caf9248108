-- Whom one job's people are told of beside the book of rules, and whom not: rules whose owner is the job. They end with it.

-- Written by: rules
alter table rule
  -- What is saved and undone together, such as "tell her instead of him".
  add recipient_id uuid,
  -- The rule that is muted or stood in for, of one that mutes the target, and the provider with whom alone it holds.
  add of_rule_id uuid,
  add of_target text check (of_target in ('address', 'provider', 'customer', 'head-office')),
  add only_provider_id uuid,
  add foreign key (company_id, of_rule_id) references rule,
  add foreign key (company_id, only_provider_id) references provider,
  drop constraint rule_owner_kind_check,
  add constraint rule_owner_kind_check check (
    owner_kind in ('company', 'customer', 'alarm-company', 'site', 'provider', 'region', 'status', 'job')
  ),
  drop constraint rule_does_check,
  add constraint rule_does_check check (does in ('tell', 'mute', 'mute-one')),
  drop constraint rule_check,
  add constraint rule_check check (does = 'tell' or owner_kind = case does when 'mute' then 'site' else 'job' end),
  drop constraint rule_check1,
  add constraint rule_check1 check (does <> 'tell' or (occasion is not null and via is not null and destination is not null)),
  drop constraint rule_check2,
  -- A job's provider or customer may be told elsewhere than usual.
  add constraint rule_check2 check (
    does <> 'tell' or (address is not null) = (owner_kind = 'job' or destination in ('address', 'both'))
  ),
  drop constraint rule_check4,
  add constraint rule_check4 check (
    does <> 'tell' or (occasion in ('incomplete', 'details-missing', 'follow-up')) = (every_days is not null)
  ),
  drop constraint rule_check6,
  add constraint rule_check6 check (
    does <> 'tell' or (occasion = 'status-set') = (status_id is not null and turn is not null)
  ),
  add check ((owner_kind = 'job') = (recipient_id is not null)),
  add check ((does = 'mute-one') = (of_target is not null) and (of_target is null or of_rule_id is not null));
-- Those taken back too: they are shown with the job.
create index rule_of_job on rule (company_id, owner_id) where owner_kind = 'job';
