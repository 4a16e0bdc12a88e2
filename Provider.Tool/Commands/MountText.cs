using System.Globalization;
using Provider.Model;

namespace Provider.Tool.Commands;

/// <summary>Writes what <c>mount</c> did, or would do, as a table, without values.</summary>
internal static class MountText
{
    private const int Gap = 2;

    public static void Write(TextWriter output, IEnumerable<VolumeFile> files) => Write(
        output, ["FILE", "MODE", "SIZE", "OBJECT", "VERSION"],
        files.Select(file => (string[])[
            Shown(file.Path.Text), file.Permission.ToString(),
            file.Contents.Length.ToString(CultureInfo.InvariantCulture),
            Shown(file.ObjectId), Shown(file.ObjectVersion)]));

    public static void Write(TextWriter output, MountPlan plan) => Write(
        output, ["FILE", "MODE", "OBJECT", "VERSION"],
        PlannedFile.Of(plan).Select(file => (string[])[
            Shown(file.Path.Text) + (file.Entry.HasHistory && !file.IsMetadata ? "/0 and on" : ""),
            file.Permission.ToString(), Shown(file.Entry.Id),
            file.IsMetadata ? "metadata" : Version(file.Entry)]));

    private static string Version(ObjectEntry entry) =>
        (entry.Version is { } version ? Shown(version) : "latest")
            + (entry.HasHistory ? $" and {entry.History - 1} before it" : "");

    // A path is untrusted text, which could contain control sequences of a terminal.
    private static string Shown(string text) => Quoted.Text(text, 4096)[1..^1];

    private static void Write(TextWriter output, string[] head, IEnumerable<string[]> rows)
    {
        string[][] all = [head, .. rows];
        var widths = head.Select((_, column) => all.Max(row => row[column].Length) + Gap).ToArray();
        foreach (var row in all)
        {
            output.WriteLine(string.Concat(row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
        }
    }
}
