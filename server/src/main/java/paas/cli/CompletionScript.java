package paas.cli;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.OptionSpec;

/** Scripts that complete {@code ssh paas} and leave every other host to the shell's own ways. */
final class CompletionScript {
  private CompletionScript() {}

  /** For bash, which cuts words at colons: the part before the last colon is taken off again. */
  static String bash(VerbTable table) {
    return """
    _paas_flags() {
      case $1 in
    %s
      esac
    }
    _paas_ssh() {
      local line=${COMP_LINE:0:COMP_POINT} words current
      read -ra words <<<"$line"
      current=${line##* }
      [[ -z $current ]] && words+=("")
      if [[ ${words[1]} != paas || ${#words[@]} -lt 3 ]]; then
        declare -F _ssh >/dev/null && _ssh "$@"
        return
      fi
      local choice
      if ((${#words[@]} == 3)); then
        choice="%s"
      elif [[ $current == -* ]]; then
        choice=$(_paas_flags "${words[2]}")
      else
        choice=$(ssh -o BatchMode=yes paas apps:list --quiet 2>/dev/null </dev/null | awk '{print $1}')
      fi
      COMPREPLY=($(compgen -W "$choice" -- "$current"))
      if [[ $current == *:* && $COMP_WORDBREAKS == *:* ]]; then
        COMPREPLY=("${COMPREPLY[@]#"${current%%"${current##*:}"}"}")
      fi
    }
    complete -o default -F _paas_ssh ssh\
    """
        .formatted(flagCases(table), names(table));
  }

  static String zsh(VerbTable table) {
    return """
    _paas_flags() {
      case $1 in
    %s
      esac
    }
    _paas_ssh() {
      if [[ ${words[2]} != paas ]] || ((CURRENT < 3)); then
        _ssh "$@"
      elif ((CURRENT == 3)); then
        compadd -- %s
      elif [[ ${words[CURRENT]} == -* ]]; then
        compadd -- $(_paas_flags ${words[3]})
      else
        compadd -- $(ssh -o BatchMode=yes paas apps:list --quiet 2>/dev/null </dev/null | awk '{print $1}')
      fi
    }
    autoload -Uz _ssh
    compdef _paas_ssh ssh\
    """
        .formatted(flagCases(table), names(table));
  }

  private static String names(VerbTable table) {
    return table.verbs().stream()
        .flatMap(verb -> Stream.concat(Stream.of(verb.name()), verb.shortNames().stream()))
        .sorted()
        .collect(Collectors.joining(" "));
  }

  private static String flagCases(VerbTable table) {
    return table.verbs().stream().map(CompletionScript::flagCase).collect(Collectors.joining("\n"));
  }

  private static String flagCase(Verb verb) {
    String names =
        Stream.concat(Stream.of(verb.name()), verb.shortNames().stream())
            .collect(Collectors.joining("|"));
    String flags =
        Parsed.spec(verb, verb.action().get(), new Flags()).options().stream()
            .map(OptionSpec::longestName)
            .sorted()
            .collect(Collectors.joining(" "));
    String app = verb.app() == AppUse.NONE ? "" : " --app";
    return "    " + names + ") echo \"" + flags + app + "\" ;;";
  }
}
