-- Who ended a deploy that was cancelled.
alter table deploy add column cancelled_by varchar;
-- The counts that a scaling asks for, by type: they are wanted for as long as it may still come.
alter table deploy add column counts varchar;
