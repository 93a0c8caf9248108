-- What somebody must see to is found at once among millions of messages that arrived.

-- Written by: delivery
-- Few messages are ever in one of these states: keeping the index costs the others nothing.
create index delivery_to_see_to on delivery (company_id, state)
  where state in ('held', 'unknown', 'failed-for-good', 'expired');

-- Written by: receipts
create index reply_undone on reply (company_id) where done_at is null;
