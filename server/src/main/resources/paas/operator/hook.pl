# Runs one hook, and leaves nothing of it behind, whether it ends, is late, or its server is gone.
#
# perl hook.pl GRACE PROGRAM
#   GRACE    seconds from SIGTERM to SIGKILL
#   Standard input: the hook's input, one line; then it stays open as long as the hook may run.

use strict;
use warnings;
use POSIX qw(setsid WNOHANG);

my ($grace, $program) = @ARGV;
$SIG{$_} = "IGNORE" for qw(HUP INT QUIT TERM PIPE);

# prctl(PR_SET_CHILD_SUBREAPER, 1): what leaves its process group is handed to this process.
my $machine = (POSIX::uname())[4];
my $prctl = $machine eq "x86_64" ? 157 : $machine eq "aarch64" ? 167 : 0;
syscall($prctl, 36, 1, 0, 0, 0) if $prctl;

my $record = <STDIN>;
exit 125 unless defined $record;
pipe(my $from, my $to) or exit 125;
$SIG{CHLD} = sub { };
my $hook = fork;
exit 125 unless defined $hook;
if ($hook == 0) {
  setsid();
  $SIG{$_} = "DEFAULT" for qw(HUP INT QUIT TERM PIPE CHLD);
  open(STDIN, "<&", $from) or POSIX::_exit(125);
  close $from;
  close $to;
  { no warnings; exec {$program} $program; }
  print STDERR "it cannot be started: $!\n";
  POSIX::_exit(126);
}
close $from;
syswrite($to, $record);
close $to;

my ($status, $deadline);
while (1) {
  if (waitpid($hook, WNOHANG) == $hook) {
    $status = $?;
    last;
  }
  if (defined $deadline) {
    kill KILL => -$hook, $hook if time > $deadline;
    select(undef, undef, undef, 0.02);
    next;
  }
  my $open = "";
  vec($open, fileno(STDIN), 1) = 1;
  # A short wait, for a signal may come between the look and the wait.
  if (select($open, undef, undef, 0.1) > 0) {
    kill TERM => -$hook or kill TERM => $hook;
    kill CONT => -$hook;
    $deadline = time + $grace;
  }
}

kill KILL => -$hook;
for (1 .. 500) {
  open(my $file, "<", "/proc/$$/task/$$/children") or last;
  my $left = <$file>;
  last unless defined $left and $left =~ /\d/;
  kill KILL => split " ", $left;
  1 while waitpid(-1, WNOHANG) > 0;
  select(undef, undef, undef, 0.01);
}
exit($status & 127 ? 128 + ($status & 127) : $status >> 8);
