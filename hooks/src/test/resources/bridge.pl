# Stands where ssh would: connects git's pipes to the test's server.
# Called as: bridge.pl PORT HOST COMMAND. Sends COMMAND and a line end, then stdin as it comes.
# The answer comes in frames: one byte of channel (1 stdout, 2 stderr, 3 exit status), four of length.
use strict;
use warnings;
use IO::Socket::INET;
use IO::Select;

my ($port, $host, $command) = @ARGV;
my $server = IO::Socket::INET->new(PeerAddr => "127.0.0.1:$port") or die "no server on $port: $!";
$server->autoflush(1);
print $server "$command\n";
binmode $_ for \*STDIN, \*STDOUT, \*STDERR, $server;

my $waiting = IO::Select->new(\*STDIN, $server);
my $frames = '';
while (1) {
    for my $ready ($waiting->can_read) {
        my $bytes;
        my $read = sysread($ready, $bytes, 65536);
        if ($ready == \*STDIN) {
            if ($read) { all($server, $bytes) }
            else { $waiting->remove(\*STDIN); shutdown($server, 1) }
            next;
        }
        exit 255 unless $read;
        $frames .= $bytes;
        frames();
    }
}

sub frames {
    while (length $frames >= 5) {
        my ($channel, $length) = unpack 'CN', $frames;
        return if length $frames < 5 + $length;
        my $content = substr $frames, 5, $length;
        substr($frames, 0, 5 + $length) = '';
        exit unpack('C', $content) if $channel == 3;
        all($channel == 1 ? \*STDOUT : \*STDERR, $content);
    }
}

sub all {
    my ($to, $bytes) = @_;
    while (length $bytes) {
        my $written = syswrite($to, $bytes);
        exit 254 unless defined $written;
        substr($bytes, 0, $written) = '';
    }
}
