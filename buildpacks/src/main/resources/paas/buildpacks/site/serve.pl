#!/usr/bin/perl
# Serves a folder of files over HTTP/1.1 on 0.0.0.0:$PORT.   usage: perl serve.pl FOLDER [PAGE]
#
# PAGE is a file in the folder that answers for each path without a file that does not look like one's name, for
# apps that route in the browser.
#
# Needs nothing but Debian's essential perl-base. A few workers, each with one loop over its
# connections, so an idle or slow client holds up nobody. Names that start with a dot are not
# served (but .well-known is), nor is anything that a link leads to outside the folder.
use strict;
use warnings;
use Cwd qw(realpath);
use Errno qw(EAGAIN EINTR EWOULDBLOCK);
use Fcntl qw(O_RDONLY O_NONBLOCK);
use IO::Socket::INET;
use POSIX qw(:sys_wait_h);
use Socket qw(IPPROTO_TCP TCP_NODELAY SOMAXCONN);

my $MAX_HEADER      = 16_384;    # bytes of one request
my $MAX_CONNECTIONS = 500;       # per worker
my $CHUNK           = 65_536;    # bytes read from a file at once
my $HEADER_SECONDS  = 15;        # for one whole request
my $IDLE_SECONDS    = 90;        # between requests, longer than a proxy keeps its connections
my $STALL_SECONDS   = 60;        # without a byte taken by the client
my $STOP_SECONDS    = 20;        # for answers under way when told to stop

my %TYPES = (
  html => 'text/html; charset=utf-8', htm => 'text/html; charset=utf-8', css => 'text/css; charset=utf-8',
  js => 'text/javascript; charset=utf-8', mjs => 'text/javascript; charset=utf-8', json => 'application/json',
  map => 'application/json', webmanifest => 'application/manifest+json', xml => 'application/xml',
  txt => 'text/plain; charset=utf-8', md => 'text/markdown; charset=utf-8', csv => 'text/csv; charset=utf-8',
  svg => 'image/svg+xml', png => 'image/png', jpg => 'image/jpeg', jpeg => 'image/jpeg', gif => 'image/gif',
  webp => 'image/webp', avif => 'image/avif', ico => 'image/x-icon', woff => 'font/woff', woff2 => 'font/woff2',
  ttf => 'font/ttf', otf => 'font/otf', mp3 => 'audio/mpeg', ogg => 'audio/ogg', wav => 'audio/wav',
  mp4 => 'video/mp4', webm => 'video/webm', pdf => 'application/pdf', wasm => 'application/wasm',
  zip => 'application/zip', gz => 'application/gzip',
);
my %REASONS = (
  200 => 'OK', 206 => 'Partial Content', 301 => 'Moved Permanently', 304 => 'Not Modified', 400 => 'Bad Request',
  404 => 'Not Found', 405 => 'Method Not Allowed', 416 => 'Range Not Satisfiable', 431 => 'Request Header Fields Too Large',
);
my @DAYS   = qw(Sun Mon Tue Wed Thu Fri Sat);
my @MONTHS = qw(Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec);

my $root = realpath($ARGV[0] // '.');
die "no such folder: " . ($ARGV[0] // '.') . "\n" unless defined $root && -d $root;
my $port = $ENV{PORT} // 5000;
die "PORT is not a number: $port\n" unless $port =~ /\A\d{1,5}\z/;

# File times of an exported commit say nothing, so what is served is tagged by the commit.
my $edition = $ENV{GIT_REV} // $ENV{PAAS_RELEASE} // time;
$edition =~ s/[^A-Za-z0-9]//g;

my $workers = ($ENV{WEB_CONCURRENCY} // '') =~ /\A([1-9]\d?)\z/ ? $1 : 2;
my $listener = IO::Socket::INET->new(
  LocalAddr => '0.0.0.0', LocalPort => $port, Proto => 'tcp', ReuseAddr => 1, Listen => SOMAXCONN)
  or die "cannot listen on port $port: $@\n";
$listener->blocking(0);

my %connections;
my $stopping = 0;
supervise();

# ---- parent: keeps the workers alive until it is told to stop

sub supervise {
  my %children;
  $SIG{TERM} = $SIG{INT} = sub { $stopping = 1; kill 'TERM', keys %children };
  $children{start_worker()} = time for 1 .. $workers;
  local $| = 1;
  print "Serving $ARGV[0] on 0.0.0.0:$port\n";
  while (%children) {
    my $pid = waitpid(-1, 0);
    next if $pid <= 0;
    my $started = delete $children{$pid};
    next if $stopping || !defined $started;
    sleep 1 if time - $started < 2;
    $children{start_worker()} = time unless $stopping;
    kill 'TERM', keys %children if $stopping;
  }
  exit 0;
}

sub start_worker {
  my $pid = fork // die "fork: $!\n";
  return $pid if $pid;
  my $parent = getppid;
  $SIG{PIPE} = 'IGNORE';
  $SIG{TERM} = sub { $stopping ||= time };
  $SIG{INT}  = 'IGNORE';
  serve($parent);
  exit 0;
}

# ---- worker: one loop

sub serve {
  my ($parent) = @_;
  while (1) {
    $stopping ||= time if getppid != $parent;
    if ($stopping) {
      drop($_) for grep { !busy($_) } values %connections;
      last if !%connections || time - $stopping > $STOP_SECONDS;
    }
    my ($readers, $writers) = ('', '');
    vec($readers, fileno $listener, 1) = 1 if !$stopping && keys %connections < $MAX_CONNECTIONS;
    for my $c (values %connections) {
      if (sending($c)) { vec($writers, fileno $c->{socket}, 1) = 1 }
      else             { vec($readers, fileno $c->{socket}, 1) = 1 }
    }
    my $ready = select($readers, $writers, undef, 1);
    if ($ready > 0) {
      accept_some() if vec($readers, fileno $listener, 1);
      for my $c (values %connections) {
        my $n = fileno $c->{socket};
        if    (vec($writers, $n, 1)) { write_some($c) }
        elsif (vec($readers, $n, 1)) { read_some($c) }
      }
    }
    drop_late();
  }
}

sub busy    { my ($c) = @_; return sending($c) || length $c->{in} }
sub sending { my ($c) = @_; return length $c->{out} || $c->{left} }

sub accept_some {
  for (1 .. 32) {
    return if keys %connections >= $MAX_CONNECTIONS;
    my $socket = $listener->accept or return;
    $socket->blocking(0);
    setsockopt($socket, IPPROTO_TCP, TCP_NODELAY, 1);
    my $c = { socket => $socket, in => '', out => '', left => 0, since => time };
    $connections{fileno $socket} = $c;
    read_some($c);
  }
}

sub read_some {
  my ($c) = @_;
  my $was_empty = !length $c->{in};
  my $n = sysread($c->{socket}, $c->{in}, 16_384, length $c->{in});
  if (!defined $n) {
    drop($c) unless $! == EAGAIN || $! == EWOULDBLOCK || $! == EINTR;
    return;
  }
  return drop($c) if $n == 0;
  $c->{since} = time if $was_empty;
  next_request($c);
}

sub next_request {
  my ($c) = @_;
  $c->{in} =~ s/\A(?:\r\n)+//;
  if ($c->{in} =~ s/\A(.*?)\r\n\r\n//s) {
    answer($c, $1);
    write_some($c);
  }
  elsif (length $c->{in} > $MAX_HEADER) {
    plain($c, 431, close => 1);
    write_some($c);
  }
}

sub write_some {
  my ($c) = @_;
  if (!length $c->{out} && $c->{left}) {
    my $n = sysread($c->{file}, $c->{out}, $c->{left} < $CHUNK ? $c->{left} : $CHUNK);
    return drop($c) unless $n;    # the file shrank: the length was promised
    $c->{left} -= $n;
  }
  my $n = syswrite($c->{socket}, $c->{out});
  if (!defined $n) {
    drop($c) unless $! == EAGAIN || $! == EWOULDBLOCK || $! == EINTR;
    return;
  }
  $c->{since} = time;
  substr($c->{out}, 0, $n, '');
  return if sending($c);
  delete $c->{file};
  return drop($c) if $c->{close} || $stopping;
  next_request($c) if length $c->{in};
}

sub drop {
  my ($c) = @_;
  delete $connections{fileno $c->{socket}};
  close $c->{socket};
}

sub drop_late {
  my $now = time;
  for my $c (values %connections) {
    my $limit = sending($c) ? $STALL_SECONDS : length $c->{in} ? $HEADER_SECONDS : $IDLE_SECONDS;
    drop($c) if $now - $c->{since} > $limit;
  }
}

# ---- one request

sub answer {
  my ($c, $text) = @_;
  my ($first, @lines) = split /\r\n/, $text;
  my ($method, $target, $minor) = ($first // '') =~ m{\A([A-Z]+) (\S+) HTTP/1\.([01])\z}
    or return plain($c, 400, close => 1);
  my %header;
  for (@lines) {
    /\A([!#\$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*(.*?)[ \t]*\z/ or return plain($c, 400, close => 1);
    $header{lc $1} = $2;
  }
  $c->{head} = $method eq 'HEAD';
  my $connection = lc($header{connection} // '');
  my $has_body = exists $header{'transfer-encoding'} || ($header{'content-length'} // '0') ne '0';
  $c->{close} = 1 if $has_body || $connection =~ /\bclose\b/ || (!$minor && $connection !~ /\bkeep-alive\b/);
  return plain($c, 405, close => 1, Allow => 'GET, HEAD') unless $method eq 'GET' || $method eq 'HEAD';
  my ($path, $query) = $target =~ m{\A(?:https?://[^/?]*)?(/[^?]*)(\?.*)?\z} or return plain($c, 400, close => 1);
  $path =~ s/%([0-9A-Fa-f]{2})/chr hex $1/ge;
  my @parts = grep { length } split m{/}, $path;
  return missing($c) if $path =~ /[\0-\x1f\x7f]/ || grep { /\A\./ && $_ ne '.well-known' } @parts;
  my $relative = join '/', @parts;
  my $file = inside($relative);
  if (defined $file && -d $file) {
    return moved($c, $relative, $query // '') unless $path =~ m{/\z};
    $file = inside(join '/', @parts, 'index.html');
  }
  elsif (!defined $file && @parts && $path !~ m{/\z}) {
    $file = inside("$relative.html");
  }
  return missing($c, $relative, \%header) unless defined $file && -f $file;
  send_file($c, $file, 200, \%header);
}

# The real path of something in the folder; links that lead out of it lead nowhere.
sub inside {
  my ($relative) = @_;
  my $name = length $relative ? "$root/$relative" : $root;
  return undef unless -e $name;
  my $real = realpath($name);
  return undef unless defined $real;
  return $real eq $root || index($real, $root eq '/' ? '/' : "$root/") == 0 ? $real : undef;
}

sub moved {
  my ($c, $relative, $query) = @_;
  $relative =~ s/([^A-Za-z0-9_.~\/-])/sprintf '%%%02X', ord $1/ge;
  plain($c, 301, Location => "/$relative/$query");
}

sub missing {
  my ($c, $relative, $header) = @_;
  if (defined $ARGV[1] && ($relative // '') !~ /\.[A-Za-z0-9]{1,8}\z/) {
    my $entry = inside($ARGV[1]);
    return send_file($c, $entry, 200, $header // {}) if defined $entry && -f $entry;
  }
  my $page = inside('404.html');
  return defined $page && -f $page ? send_file($c, $page, 404, {}) : plain($c, 404);
}

sub send_file {
  my ($c, $file, $status, $header) = @_;
  sysopen(my $handle, $file, O_RDONLY | O_NONBLOCK) or return plain($c, 404);
  my $size = -s $handle;
  my $tag = sprintf '"%s-%x"', $edition, $size;
  my ($extension) = $file =~ /\.([A-Za-z0-9]+)\z/;
  my %answer = (
    'Content-Type'           => $TYPES{lc($extension // '')} // 'application/octet-stream',
    'Cache-Control'          => 'public, max-age=0, must-revalidate',
    'X-Content-Type-Options' => 'nosniff',
  );
  my ($from, $length) = (0, $size);
  if ($status == 200) {
    $answer{ETag} = $tag;
    $answer{'Accept-Ranges'} = 'bytes';
    return head($c, 304, %answer) if matches($header->{'if-none-match'}, $tag);
    ($status, $from, $length) = range($header, $tag, $size);
    return plain($c, 416, 'Content-Range' => "bytes */$size") if $status == 416;
    $answer{'Content-Range'} = sprintf 'bytes %d-%d/%d', $from, $from + $length - 1, $size if $status == 206;
  }
  head($c, $status, %answer, 'Content-Length' => $length);
  return if $c->{head} || !$length;
  sysseek($handle, $from, 0);
  @$c{qw(file left)} = ($handle, $length);
}

sub matches {
  my ($asked, $tag) = @_;
  return 0 unless defined $asked;
  return $asked eq '*' || grep { s/\A\s*(?:W\/)?|\s+\z//g; $_ eq $tag } split /,/, $asked;
}

# One range is honoured; anything else gets the whole file, as the standard allows.
sub range {
  my ($header, $tag, $size) = @_;
  my @whole = (200, 0, $size);
  my ($first, $last) = ($header->{range} // '') =~ /\Abytes=(\d{0,15})-(\d{0,15})\z/ or return @whole;
  return @whole if defined $header->{'if-range'} && $header->{'if-range'} ne $tag;
  if ($first eq '') {
    return @whole if $last eq '';
    return (416) if $last == 0 || !$size;
    $first = $last > $size ? 0 : $size - $last;
    $last = $size - 1;
  }
  return (416) if $first >= $size;
  $last = $size - 1 if $last eq '' || $last >= $size;
  return $last < $first ? @whole : (206, $first, $last - $first + 1);
}

sub plain {
  my ($c, $status, %more) = @_;
  $c->{close} = 1 if delete $more{close};
  my $body = "$status $REASONS{$status}\n";
  head($c, $status, 'Content-Type' => 'text/plain; charset=utf-8', 'Content-Length' => length $body, %more);
  $c->{out} .= $body unless $c->{head};
}

sub head {
  my ($c, $status, %lines) = @_;
  my ($s, $m, $h, $day, $month, $year, $week) = gmtime;
  $lines{Date} = sprintf '%s, %02d %s %d %02d:%02d:%02d GMT', $DAYS[$week], $day, $MONTHS[$month], $year + 1900, $h, $m, $s;
  $lines{Connection} = 'close' if $c->{close};
  $c->{out} = "HTTP/1.1 $status $REASONS{$status}\r\n" . join('', map { "$_: $lines{$_}\r\n" } sort keys %lines) . "\r\n";
}
