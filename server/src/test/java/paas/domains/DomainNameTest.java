package paas.domains;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import paas.model.UserError;

class DomainNameTest {
  @ParameterizedTest
  @CsvSource({
    "WWW.Example.COM, www.example.com",
    "www.example.com., www.example.com",
    "*.Example.com, *.example.com",
    "bücher.example, xn--bcher-kva.example",
    "BÜCHER.example, xn--bcher-kva.example",
    "XN--BCHER-KVA.example, xn--bcher-kva.example",
    "日本語.example, xn--wgv71a119e.example",
    "пример.рф, xn--e1afmkfd.xn--p1ai"
  })
  void oneNameHasOneSpelling(String typed, String ascii) {
    assertThat(DomainName.of(typed).ascii()).isEqualTo(ascii);
    assertThat(DomainName.of(DomainName.of(typed).display())).isEqualTo(DomainName.of(typed));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "shop",
        "http://a.example",
        "a.example:80",
        "a b.example",
        "-a.example",
        "a..example",
        "*.*.example.com",
        "a.*.example.com",
        "*",
        "*.com",
        "xn--a.example",
        "a_b.example"
      })
  void whatIsNoHostIsRefused(String typed) {
    assertThatThrownBy(() -> DomainName.of(typed))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("is not a domain");
  }

  @ParameterizedTest
  @ValueSource(strings = {"192.0.2.7", "::1", "[2001:db8::1]", "*.192.0.2.7"})
  void anAddressIsNoDomain(String typed) {
    assertThatThrownBy(() -> DomainName.of(typed)).hasMessageContaining("is an address");
  }

  @ParameterizedTest
  @CsvSource({
    // a Cyrillic a in a Latin word; a Greek omicron; all Cyrillic, but looks like apple
    "pаypal.com, mixes letters of several scripts",
    "gοogle.com, mixes letters of several scripts",
    "аррӏе.com, looks like Latin letters",
    "xn--80ak6aa92e.com, looks like Latin letters",
    "faß.de, read in two ways"
  })
  void aNameThatCanBeTakenForAnotherIsRefused(String typed, String why) {
    assertThatThrownBy(() -> DomainName.of(typed))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(why);
  }

  @Test
  void aWildcardStandsForOneLabel() {
    assertThat(DomainName.wildcardOf("www.example.com")).isEqualTo("*.example.com");
    assertThat(DomainName.wildcardOf("*.example.com")).isEmpty();
    assertThat(DomainName.of("*.example.com").challenge()).isEqualTo("_paas-challenge.example.com");
  }
}
