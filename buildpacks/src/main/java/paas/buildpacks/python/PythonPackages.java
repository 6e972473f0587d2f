package paas.buildpacks.python;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import paas.buildpacks.plan.AddedFile;
import paas.buildpacks.plan.BuildStep;
import paas.buildpacks.plan.StartCommand;

/**
 * What an app needs, and how it is brought.
 *
 * @param requirements what it names
 * @param file where it names them
 * @param python the range of Pythons that it asks for there, and what the plan shows of it
 * @param program that the project names for itself
 * @param steps the last of which makes the .venv
 * @param buildEnv for the steps
 * @param files added to the tree
 * @param notices for the person who pushes
 */
record PythonPackages(
    Requirements requirements,
    String file,
    Optional<PythonVersion.Asked> python,
    Optional<StartCommand> program,
    List<BuildStep> steps,
    Map<String, String> buildEnv,
    List<AddedFile> files,
    List<String> notices) {

  static PythonPackages of(Requirements requirements, String file, List<BuildStep> steps) {
    return new PythonPackages(
        requirements,
        file,
        Optional.empty(),
        Optional.empty(),
        steps,
        Map.of(),
        List.of(),
        List.of());
  }

  PythonPackages asking(Optional<PythonVersion.Asked> asked) {
    return new PythonPackages(requirements, file, asked, program, steps, buildEnv, files, notices);
  }

  PythonPackages starting(Optional<StartCommand> named) {
    return new PythonPackages(requirements, file, python, named, steps, buildEnv, files, notices);
  }

  PythonPackages withBuildEnv(Map<String, String> env) {
    return new PythonPackages(requirements, file, python, program, steps, env, files, notices);
  }

  PythonPackages withFiles(List<AddedFile> added) {
    return new PythonPackages(requirements, file, python, program, steps, buildEnv, added, notices);
  }

  PythonPackages telling(List<String> told) {
    return new PythonPackages(requirements, file, python, program, steps, buildEnv, files, told);
  }
}
