-- Who ended a deploy that was cancelled.
alter table deploy add column cancelled_by varchar;
-- The counts that a scaling asks for, by type: they are wanted for as long as it may still come.
alter table deploy add column counts varchar;
-- The app's config version when the deploy was queued: a rollback keeps what was changed since.
alter table deploy add column config_before int;
