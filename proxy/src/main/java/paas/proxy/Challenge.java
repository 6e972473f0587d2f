package paas.proxy;

import paas.proxy.http.HostName;

/**
 * What a certificate authority asks for at a host before it issues a certificate for it: http-01 of
 * RFC 8555.
 *
 * @param token the last part of the path at which it asks
 * @param answer the text that it wants
 */
public record Challenge(String host, String token, String answer) {
  public Challenge {
    host = String.valueOf(HostName.canonical(host));
    Target.require(token.matches("[A-Za-z0-9_-]{1,200}"), "not a token of ACME: " + token);
    Target.require(answer.matches("[A-Za-z0-9_.-]{1,500}"), "not an answer of ACME: " + answer);
  }
}
