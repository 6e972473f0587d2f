/**
 * Holds the operator's hooks: the named points, the programs that lie in the data folder for them,
 * and how one is run and ended. Knows the machine. Must not know what a deploy is, nor who asks.
 */
@NullMarked
package paas.operator;

import org.jspecify.annotations.NullMarked;
