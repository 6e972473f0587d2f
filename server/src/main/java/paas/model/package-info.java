/**
 * Holds the words of the house: records and sealed types. Knows the JDK only. Must not know how
 * anything is stored, shown or run.
 */
@NullMarked
package paas.model;

import org.jspecify.annotations.NullMarked;
