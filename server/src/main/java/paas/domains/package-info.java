/**
 * Names of hosts as people write them, and who has shown in the DNS that one is theirs. Knows the
 * model and the JDK. Must not know the store or routes.
 */
@NullMarked
package paas.domains;

import org.jspecify.annotations.NullMarked;
