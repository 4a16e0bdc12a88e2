using System.Text;
using Provider.Arguments.Help;

namespace Provider.Tool.Commands.Completion;

/// <summary>Makes fish's completion, with the description of every flag.</summary>
internal static class FishScript
{
    public static string Make(Manual[] manuals)
    {
        var script = new StringBuilder(
            "# fish completion of provider-tool; put it as provider-tool.fish into "
            + "~/.config/fish/completions.\ncomplete -c provider-tool -f\n");
        var verbs = string.Join(' ', manuals.Select(manual => manual.Name).Where(name => name.Length > 0));
        var isWithoutVerb = $"not __fish_seen_subcommand_from {verbs}";
        foreach (var manual in manuals)
        {
            if (manual.Name.Length > 0)
            {
                script.Append(Line(isWithoutVerb, $"-a {manual.Name} -d {Quote(manual.Purpose)}"));
            }

            var condition = manual.Name.Length > 0 ? $"__fish_seen_subcommand_from {manual.Name}" : isWithoutVerb;
            foreach (var flag in manual.Flags)
            {
                script.Append(Line(condition, $"{Name(flag)} -d {Quote(flag.Purpose)}{Value(flag)}"));
            }

            script.Append(manual.Arguments switch
            {
                [{ Values.Length: > 0 } argument] => Line(condition, $"-a {Quote(string.Join(' ', argument.Values))}"),
                [_] => Line(condition, "-F"),
                _ => "",
            });
        }

        return script.ToString();
    }

    private static string Line(string condition, string completion) =>
        $"complete -c provider-tool -n {Quote(condition)} {completion}\n";

    private static string Name(ManualFlag flag) =>
        flag.Name.StartsWith("--", StringComparison.Ordinal) ? $"-l {flag.Name[2..]}" : $"-s {flag.Name[1..]}";

    private static string Value(ManualFlag flag) =>
        flag.Value.Length == 0 ? "" : flag.IsPath ? " -r -F" : flag.Values.Length > 0
            ? $" -x -a {Quote(string.Join(' ', flag.Values))}"
            : " -x";

    private static string Quote(string text) =>
        $"'{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'";
}
