-- Before a table has statistics PostgreSQL thinks every index of it as good as any other, and then takes the newest: a row
-- was looked up by its key through another index that begins with the company, reading every row of the company. An
-- index that holds only rows whose second column is there cannot be mistaken for the key; as that column is never null
-- where it is asked for, nothing is missing from it. test/schema.test.ts looks at every key.

alter table status drop constraint status_company_id_code_key;
create unique index status_code on status (company_id, code) where code is not null;
alter table job drop constraint job_company_id_number_key;
create unique index job_number_given on job (company_id, number) where number is not null;
alter table invoice drop constraint invoice_company_id_number_key;
create unique index invoice_number_given on invoice (company_id, number) where number is not null;

drop index directory_change_entry;
create index directory_change_entry on directory_change (company_id, entry_id, seq) where entry_id is not null;
drop index invoice_customer;
create index invoice_customer on invoice (company_id, customer_id, id) where customer_id is not null;
drop index invoice_line_job;
create index invoice_line_job on invoice_line (company_id, job_id) where job_id is not null;
drop index job_opened;
create index job_opened on job (company_id, opened_at) where opened_at is not null;
drop index job_event_latest;
create index job_event_latest on job_event (company_id, seq) where seq is not null;
drop index message_latest;
create index message_latest on message (company_id, at, id) where at is not null;
drop index notice_job;
create index notice_job on notice (company_id, job_id) where job_id is not null;
drop index photo_job;
create index photo_job on photo (company_id, job_id, at) where job_id is not null;
