package paas.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import paas.engine.BuildFailed;
import paas.engine.Supply;

class PullFailureTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "node|docker.io/library/node:latest",
        "node:24|docker.io/library/node:24",
        "some/tool:1|docker.io/some/tool:1",
        "docker.io/library/node:24|docker.io/library/node:24",
        "registry.example.com/a/b:1|registry.example.com/a/b:1",
        "localhost:5000/a|localhost:5000/a:latest",
        "a/b@sha256:0123|docker.io/a/b@sha256:0123",
        "r.example.com:5000/a/b|r.example.com:5000/a/b:latest"
      })
  void namesAreTakenApart(String image, String whole) {
    assertThat(ImageName.of(image)).hasToString(whole);
  }

  @Test
  void aMirrorIsAHostOrAFolderOfOne() {
    ImageName node = ImageName.of("node:24");
    assertThat(node.at("m.example.com")).hasToString("m.example.com/library/node:24");
    assertThat(node.at("m.example.com/hub")).hasToString("m.example.com/hub/library/node:24");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Get \"https://r.example.com/v2/\": x509: certificate signed by unknown authority"
            + "|certificate is not trusted|certs.d/r.example.com/ca.crt",
        "Get \"https://r.example.com/v2/\": http: server gave HTTP response to HTTPS client"
            + "|speaks HTTP|insecure-registries",
        "toomanyrequests: You have reached your unauthenticated pull rate limit."
            + "|without a login|registry:login r.example.com USER",
        "Head \"https://r.example.com/v2/a/manifests/1\": no basic auth credentials"
            + "|wants a login|registry:login r.example.com USER",
        "pull access denied for a, repository does not exist or may require 'docker login'"
            + "|wants a login, or there is no such image|registry:login",
        "Get \"https://r.example.com/v2/\": dial tcp: lookup r.example.com: no such host"
            + "|cannot be reached|build.mirrors",
        "net/http: request canceled (Client.Timeout exceeded while awaiting headers)"
            + "|cannot be reached|build.mirrors",
        "manifest for r.example.com/a:1 not found: manifest unknown: manifest unknown"
            + "|no such image, or no such tag|mend the image's name",
        "no matching manifest for linux/amd64 in the manifest list entries"
            + "|other processors|another image",
        "something new|something new|look at the registry"
      })
  void theReasonIsPutIntoWords(String reason, String sentence, String remedy) {
    ImageName image = new ImageName("r.example.com", "a", ":1");
    BuildFailed failed = PullFailure.of("a:1", image, reason);
    assertThat(failed.reason()).contains("a:1", "r.example.com does not give it", sentence);
    assertThat(failed.remedy()).contains(remedy);
  }

  @Test
  void aLoginIsNeverShownWhole() {
    var login = new Supply.Login("r.example.com", "ada", "pass-word");
    assertThat(Map.of("login", login).toString()).doesNotContain("pass-word").contains("ada");
  }
}
