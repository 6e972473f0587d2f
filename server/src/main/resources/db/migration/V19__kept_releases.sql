-- A process whose release was replaced and that stands by: since when, and until when. Null: it is
-- to run.
alter table app_instance add column kept_since timestamp(6) with time zone;
alter table app_instance add column kept_until timestamp(6) with time zone;
