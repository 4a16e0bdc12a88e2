using Provider.Arguments.Help;

namespace Provider.Tool.Commands.Completion;

/// <summary>
/// Makes bash's completion: a function that knows every verb, flag and fixed value by itself and starts no process.
/// </summary>
internal static class BashScript
{
    // -o filenames makes bash quote blanks and continue after a directory; outside of a completion compopt fails.
    private const string Paths = "compopt -o filenames 2> /dev/null; mapfile -t COMPREPLY < <(compgen -f -- \"$word\")";

    public static string Make(Manual[] manuals)
    {
        var verbs = string.Join(' ', manuals.Select(manual => manual.Name).Where(name => name.Length > 0));
        return $$"""
            # bash completion of provider-tool; source it, or put it into /usr/share/bash-completion/completions/provider-tool.
            _provider_tool() {
              local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} verb='' i
              # bash takes the = of --flag=value for a word of its own.
              if [[ $word == '=' ]]; then word=''; elif [[ $before == '=' ]]; then before=${COMP_WORDS[COMP_CWORD-2]}; fi
              for ((i = 1; i < COMP_CWORD; i++)); do
                case ${COMP_WORDS[i]} in {{verbs.Replace(' ', '|')}}) verb=${COMP_WORDS[i]}; break ;; esac
              done
              COMPREPLY=()
              case "$verb $before" in
            {{string.Concat(manuals.SelectMany(Values))}}  esac
              if [[ $word == -* ]]; then
                case $verb in
            {{string.Concat(manuals.Select(Flags))}}    esac
                return
              fi
              case $verb in
                '') mapfile -t COMPREPLY < <(compgen -W '{{verbs}}' -- "$word") ;;
            {{string.Concat(manuals.Select(Arguments))}}  esac
            }
            complete -F _provider_tool provider-tool

            """;
    }

    private static IEnumerable<string> Values(Manual manual) =>
        manual.Flags.Where(flag => flag.Value.Length > 0).Select(flag =>
            $"    '{manual.Name} {flag.Name}') "
            + (flag.IsPath ? Paths : flag.Values.Length > 0 ? Words(flag.Values) : "")
            + $"{(flag.IsPath || flag.Values.Length > 0 ? "; " : "")}return ;;\n");

    private static string Flags(Manual manual) =>
        $"      '{manual.Name}') {Words(manual.Flags.Select(flag => flag.Name))} ;;\n";

    private static string Arguments(Manual manual) => manual.Arguments switch
    {
        [{ Values.Length: > 0 } argument] => $"    {manual.Name}) {Words(argument.Values)} ;;\n",
        [_] => $"    {manual.Name}) {Paths} ;;\n",
        _ => "",
    };

    private static string Words(IEnumerable<string> words) =>
        $"mapfile -t COMPREPLY < <(compgen -W '{string.Join(' ', words)}' -- \"$word\")";
}
