using System.Text;
using Provider.Arguments.Help;

namespace Provider.Tests.Commands;

/// <summary>The section of one command on the page of the command line.</summary>
internal static class ManualSection
{
    public static void Write(StringBuilder page, Manual manual)
    {
        page.Append($"## {manual.Command}\n\n{manual.Purpose}\n\n");
        WriteArguments(page, manual);
        WriteFlags(page, manual);
        page.Append("\n| exit status | meaning |\n|---|---|\n");
        foreach (var (status, meaning) in manual.Texts.Statuses)
        {
            page.Append($"| {status} | {meaning} |\n");
        }

        page.Append("\n```sh\n");
        foreach (var (purpose, line) in manual.Texts.Examples)
        {
            page.Append($"# {purpose}\n{line}\n");
        }

        page.Append("```\n\n");
    }

    public static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);

    private static void WriteArguments(StringBuilder page, Manual manual)
    {
        if (manual.Arguments.Length == 0)
        {
            return;
        }

        page.Append("| argument | what it is |\n|---|---|\n");
        foreach (var argument in manual.Arguments)
        {
            var values = argument.Values.Length > 0 ? $" One of: {string.Join(", ", argument.Values)}." : "";
            page.Append(
                $"| `{argument.Name}{(argument.IsRepeated ? "..." : "")}` | {Cell(argument.Purpose + values)} |\n");
        }

        page.Append('\n');
    }

    private static void WriteFlags(StringBuilder page, Manual manual)
    {
        page.Append("| flag | what it is for | default | range | environment |\n|---|---|---|---|---|\n");
        foreach (var group in manual.Groups)
        {
            page.Append($"| **{group.Title}** | | | | |\n");
            foreach (var flag in group.Flags)
            {
                var range = flag.Values.Length > 0 ? string.Join(", ", flag.Values) : flag.Range ?? "";
                var variable = flag.Variable is { } name ? $"`{name}`" : "";
                page.Append(
                    $"| `{flag.Synopsis}` | {Cell(flag.Purpose)} | "
                    + $"{(flag.IsRequired ? "required" : Cell(flag.Default ?? ""))} | {Cell(range)} | {variable} |\n");
            }
        }
    }
}
