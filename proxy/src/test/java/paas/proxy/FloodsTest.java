package paas.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import paas.proxy.http2.Frame;
import paas.proxy.http2.Http2Error;

/** Who floods one connection and comes back does not begin anew. */
class FloodsTest {
  @Test
  void whoFloodsAgainIsStoppedSoonerAndOthersBehindTheAddressAreServed() throws IOException {
    try (Backend backend = new Backend(call -> call.ok("fine"));
        House house = new House().serve(backend.target("t1"))) {
      assertThat(end(house, 60)).as("little of it is no flood").endsWith("fine");
      assertThat(end(house, 400)).isEqualTo("stopped");
      assertThat(end(house, 60)).as("the same little, after a flood").isEqualTo("stopped");
      assertThat(end(house, 0)).as("somebody else").endsWith("fine");
    }
  }

  /** What comes of a request behind so many that are taken back. */
  private static String end(House house, int resets) throws IOException {
    try (RawHttp2 client = new RawHttp2(house.proxy.address())) {
      for (int stream = 1; stream < 2 * resets; stream += 2) {
        client.get(stream, "/");
        Frame.reset(client.out(), stream, Http2Error.CANCEL);
      }
      String answer = client.get(2 * resets + 1, "/").send().answer(2 * resets + 1);
      boolean stopped = answer.equals("goaway " + Http2Error.CALM_DOWN) || answer.equals("cut");
      return stopped ? "stopped" : answer;
    }
  }
}
