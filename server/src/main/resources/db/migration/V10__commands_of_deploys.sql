-- The commands that a deploy has run: predeploy, release, postdeploy.

create table deploy_command (
  app bigint not null,
  deploy int not null,
  process_type varchar(63) not null,
  line varchar not null,
  started_at timestamp(6) with time zone not null,
  -- Null while it runs, and for ever where the server ended meanwhile.
  ended_at timestamp(6) with time zone,
  -- Null where it could not be started, or was ended by its limit or by who cancelled.
  exit_status int,
  primary key (app, deploy, process_type),
  foreign key (app, deploy) references deploy (app, number) on delete cascade
);
