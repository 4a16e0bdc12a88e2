using Provider.Model;
using Provider.Tool.Checking;

namespace Provider.Tool.Commands;

/// <summary>
/// Writes the reports of <c>check</c> as text: each finding with its line, then what would be mounted.
/// </summary>
internal static class CheckText
{
    public static void Write(TextWriter output, IReadOnlyList<FileReport> reports)
    {
        foreach (var report in reports)
        {
            if (report.Unreadable is { } reason)
            {
                WriteLine(output, $"{report.File}: cannot be read: {reason}");
            }
            else if (report.Classes.IsEmpty)
            {
                WriteLine(output, $"{report.File}: holds no SecretProviderClass of provider azure");
            }

            var lines = report.Text.Split('\n');
            foreach (var one in report.Classes)
            {
                Write(output, report.File, lines, one);
            }
        }
    }

    public static void WriteFindings(TextWriter output, string file, string[] lines, CheckedClass one)
    {
        foreach (var finding in one.Findings)
        {
            var severity = SeverityWords.Of(finding.Severity);
            WriteLine(
                output,
                $"{file}:{finding.Position.Line}:{finding.Position.Column}: {severity}: {finding.Place}: "
                    + $"{finding.What}. {finding.Fix} [{finding.Code.Name}]");
            if (finding.Position.Line <= lines.Length)
            {
                WriteLine(output, $"  {finding.Position.Line,4} | {Shown(lines[finding.Position.Line - 1])}");
            }
        }
    }

    private static void Write(TextWriter output, string file, string[] lines, CheckedClass one)
    {
        WriteFindings(output, file, lines, one);
        if (one.Plan is { } plan)
        {
            var vault = SampleRequest.IsVaultKnown(plan)
                ? plan.Vault.AbsoluteUri
                : $"vault {plan.VaultName} of {plan.Cloud.Name}";
            WriteLine(output, $"{file}: {one.Name} mounts from {vault} by {plan.Access.Name}:");
            PlannedFile[] planned = [.. PlannedFile.Of(plan)];
            var width = planned.Max(each => each.Path.Text.Length);
            foreach (var each in planned)
            {
                WriteLine(output, $"  {each.Path.Text.PadRight(width)}  {each.Permission}  {Described(each)}");
            }
        }
    }

    // Names, keys and paths come from the file, which is untrusted input.
    private static void WriteLine(TextWriter output, string line) => output.WriteLine(Quoted.Line(line));

    private static string Described(PlannedFile file)
    {
        var entry = file.Entry;
        if (file.IsMetadata)
        {
            return "metadata";
        }

        var version = entry.Version is { } id ? $"version {id}" : "latest version";
        return $"{entry.Id}, {version}"
            + (entry.HasHistory ? $" and the {entry.History - 1} before it, as {file.Path}/0 and so on" : "")
            + (file.Field is { } field ? $", field {field}" : "")
            + (entry.VaultName is { } vault ? $", of vault {vault}" : "");
    }

    private static string Shown(string line) =>
        new([.. line.TrimEnd('\r').Take(160).Select(letter => char.IsControl(letter) ? ' ' : letter)]);
}
