-- The version that a change was made on; null for the first one, and for those before this column.
alter table config add column base int;
