-- A page of an app's own is one of its rules: page:error, page:maintenance.
alter table proxy_rule alter column setting set data type varchar(16384);
