package paas.domains;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the DNS says of one kind of record of one name.
 *
 * @param values empty when there are none
 * @param trouble why nothing is known; null when the DNS answered
 */
record DnsAnswer(String type, List<String> values, @Nullable String trouble) {
  DnsAnswer {
    values = List.copyOf(values);
  }
}
