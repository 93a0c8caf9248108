-- What goes with an e-mail to a customer beside its words: the same words as a page, how the technician looks, and the
-- appointment for his calendar.

-- Written by: messages
alter table message
  add html text,
  add portrait_id uuid,
  -- iCalendar, exactly as it is sent.
  add calendar text,
  add foreign key (company_id, portrait_id) references paper;
