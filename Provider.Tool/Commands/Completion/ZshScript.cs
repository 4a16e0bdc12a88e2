using Provider.Arguments.Help;

namespace Provider.Tool.Commands.Completion;

/// <summary>Makes zsh's completion, with the description of every flag.</summary>
internal static class ZshScript
{
    public static string Make(Manual[] manuals)
    {
        var verbs = manuals.Where(manual => manual.Name.Length > 0).ToArray();
        return $$"""
            #compdef provider-tool
            # zsh completion of provider-tool; source it, or put it as _provider_tool into a directory of $fpath.
            _provider_tool() {
              local verb=''
              (( CURRENT > 2 )) && verb=${words[(r){{string.Join('|', verbs.Select(verb => verb.Name))}}]}
              case $verb in
            {{string.Concat(verbs.Select(verb => $"    {verb.Name}) _arguments {Specs(verb)} {Argument(verb)} ;;\n"))}}    *) _arguments {{Specs(manuals[0])}} '1: :(({{string.Join(' ', verbs.Select(verb => $"{verb.Name}\\:\"{Plain(verb.Purpose)}\""))}}))' ;;
              esac
            }
            if [[ ${funcstack[1]} == _provider_tool ]]; then _provider_tool "$@"; else compdef _provider_tool provider-tool; fi

            """;
    }

    private static string Specs(Manual manual) => string.Join(' ', manual.Flags.Select(flag =>
        $"'{flag.Name}{(flag.Value.Length > 0 ? "=" : "")}[{Plain(flag.Purpose)}]{Value(flag)}'"));

    private static string Value(ManualFlag flag) =>
        flag.Value.Length == 0 ? "" : flag.IsPath ? ":path:_files" : flag.Values.Length > 0
            ? $":value:({string.Join(' ', flag.Values)})"
            : ":value: ";

    // The verb is an argument too, the first.
    private static string Argument(Manual manual) => "'1: :' " + (manual.Arguments switch
    {
        [{ Values.Length: > 0 } argument] => $"'2:{argument.Name}:({string.Join(' ', argument.Values)})'",
        [var argument] => $"'*:{argument.Name}:_files'",
        _ => "",
    });

    // Within quotes and brackets, and where colons separate: those letters would end the text.
    private static string Plain(string text) =>
        string.Concat(text.Where(letter => letter is not ('\'' or '"' or '`' or '$' or '\\'))).Replace('[', '(')
            .Replace(']', ')').Replace(":", "\\:", StringComparison.Ordinal);
}
