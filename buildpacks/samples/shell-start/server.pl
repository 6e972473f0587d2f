# Answers every request with the words of the command line.
use strict;
use warnings;
use IO::Socket::INET;

my $body   = "The sea is $ARGV[0]\n";
my $server = IO::Socket::INET->new(
    LocalAddr => '0.0.0.0', LocalPort => $ENV{PORT}, Listen => 20, ReuseAddr => 1,
) or die "no port: $@";
$SIG{TERM} = sub { exit 0 };
while (my $client = $server->accept) {
    while (my $line = <$client>) { last if $line =~ /^\r?\n$/ }
    printf $client "HTTP/1.1 200 OK\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s", length $body, $body;
    close $client;
}
