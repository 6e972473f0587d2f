package paas.proxy;

/** The same with the JDK's engine, which is there where BoringSSL cannot be loaded. */
class JdkTlsTest extends TlsTest {
  @Override
  ProxySettings how(ProxySettings settings) {
    return settings.withEdge(settings.edge().withJdkTls());
  }
}
