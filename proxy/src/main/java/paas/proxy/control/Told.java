package paas.proxy.control;

import com.fasterxml.jackson.databind.JsonNode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import paas.proxy.RouterLog;

/** Hands on what a proxy tells of its requests. */
class Told implements Link.Peer {
  private static final Logger LOG = LoggerFactory.getLogger(Told.class);

  private final RouterLog log;

  Told(RouterLog log) {
    this.log = log;
  }

  @Override
  public JsonNode asked(String what, JsonNode body) throws Refused {
    throw new Refused(Refused.Kind.INVALID, "nothing can be asked here");
  }

  @Override
  public void told(String what, JsonNode body) {
    try {
      switch (what) {
        case Verb.LINES -> {
          body.forEach(line -> log.request(LineJson.read(line)));
          log.batchEnded();
        }
        case Verb.NOTICE -> NoticeJson.read(body).ifPresent(log::notice);
        case Verb.LOST -> log.dropped(body.asLong());
        default -> LOG.debug("A proxy tells of {}, which this version does not know", what);
      }
    } catch (RuntimeException e) {
      LOG.error("What a proxy told could not be used", e);
    }
  }
}
