/**
 * Holds Heroku buildpacks: which an app names, and what the last of them says of its processes.
 * Knows the plan and the tree. Must not know any language, and runs and fetches nothing.
 */
@NullMarked
package paas.buildpacks.heroku;

import org.jspecify.annotations.NullMarked;
