-- Templates in four languages, and words of its own for a rule.

-- Written by: messages
alter table template
  -- What was written before was written in the company's language, as far as Callout has words in it.
  add language text check (language in ('en', 'de', 'fr', 'es')),
  -- Of a version that brings back an older one: which; 0: the one Callout comes with.
  add restores integer;
update template
set language = coalesce(substring(lower(company.locale) from '^(en|de|fr|es)(?:[-_]|$)'), 'en')
from company
where company.id = template.company_id;
alter table template
  alter language set not null,
  drop constraint template_pkey,
  add primary key (company_id, name, language, version),
  add check (restores >= 0 and restores < version);
