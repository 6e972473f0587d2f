package tides;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;

/** Tells when the water is high, for a harbour of which little is known. */
@Path("/")
public class Tides {
  @GET
  public String high(@QueryParam("day") int day) {
    return "On day "
        + day
        + " the water is high at "
        + (day * 50) / 60 % 24
        + ":"
        + (day * 50) % 60;
  }
}
