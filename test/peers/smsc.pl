#!/usr/bin/perl
# An SMSC made of Debian's Net::SMPP, which shares no code with what it talks to. It prints its port, answers logins and
# texts, sends a receipt for every text that asks for one, and an answer by the recipient where the text says "REPLY: ...".
# What it understood it appends to the file named first, as lines of JSON.
use strict;
use warnings;
use Encode qw(decode encode);
use JSON::PP;
use Net::SMPP;

my ($file) = @ARGV;
open(my $out, '>>', $file) or die "$file: $!";
$out->autoflush(1);
my $json = JSON::PP->new->ascii->canonical;
my $count = 0;

my $listener = Net::SMPP->new_listen('127.0.0.1', port => 0, Listen => 5) or die "cannot listen: $!";
$| = 1;
print $listener->sockport, "\n";

while (my $smpp = $listener->accept) {
  while (my $pdu = $smpp->read_pdu) {
    last if !answer($smpp, $pdu);
  }
  close $smpp;
}

sub answer {
  my ($smpp, $pdu) = @_;
  my $cmd = $pdu->{cmd};
  if ($cmd == 9) {
    told(heard => 'bind_transceiver', systemId => $pdu->{system_id}, password => $pdu->{password});
    my $status = $pdu->{password} eq 'secret' ? 0 : 0x0e;
    $smpp->bind_transceiver_resp(seq => $pdu->{seq}, status => $status, system_id => 'PEER');
    return $status == 0;
  }
  if ($cmd == 4) { take($smpp, $pdu); return 1 }
  if ($cmd == 0x15) { told(heard => 'enquire_link'); $smpp->enquire_link_resp(seq => $pdu->{seq}); return 1 }
  if ($cmd == 0x80000005) { told(heard => 'deliver_sm_resp', status => $pdu->{status}); return 1 }
  if ($cmd == 6) { told(heard => 'unbind'); $smpp->unbind_resp(seq => $pdu->{seq}); return 0 }
  told(heard => sprintf('0x%x', $cmd));
  $smpp->generic_nack(seq => $pdu->{seq}, status => 3);
  return 1;
}

sub take {
  my ($smpp, $pdu) = @_;
  my $bytes = $pdu->{message_payload} // $pdu->{short_message};
  my @part;
  if ($pdu->{esm_class} & 0x40) {
    my $length = unpack 'C', $bytes;
    @part = unpack 'x3 C3', $bytes;
    $bytes = substr $bytes, 1 + $length;
  }
  my $text = decode($pdu->{data_coding} == 8 ? 'UTF-16BE' : 'gsm0338', $bytes);
  # In hexadecimal here and in decimal in the receipt, as many do.
  my $number = 0xabc000 + ++$count;
  my $id = sprintf '%X', $number;
  told(heard => 'submit_sm', id => $id, text => $text, dataCoding => $pdu->{data_coding}, part => \@part,
    from => [@$pdu{qw(source_addr_ton source_addr_npi source_addr)}],
    to => [@$pdu{qw(dest_addr_ton dest_addr_npi destination_addr)}], receipt => $pdu->{registered_delivery});
  $smpp->submit_sm_resp(seq => $pdu->{seq}, status => 0, message_id => $id);
  my @between = (source_addr_ton => 1, source_addr_npi => 1, source_addr => $pdu->{destination_addr},
    dest_addr_ton => 5, dest_addr_npi => 0, destination_addr => $pdu->{source_addr});
  if ($pdu->{registered_delivery} == 1) {
    $smpp->deliver_sm(@between, async => 1, esm_class => 4, data_coding => 0, short_message => sprintf(
      'id:%d sub:001 dlvrd:001 submit date:2611220300 done date:2611220301 stat:DELIVRD err:000 text:', $number));
  }
  if ($text =~ /REPLY: (.+)/s) {
    $smpp->deliver_sm(@between, async => 1, esm_class => 0, data_coding => 0, short_message => encode('gsm0338', $1));
  }
}

sub told { print $out $json->encode({@_}), "\n" }
