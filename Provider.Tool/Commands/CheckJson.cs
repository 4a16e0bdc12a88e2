using System.Text.Json;
using Provider.Model;
using Provider.Tool.Checking;

namespace Provider.Tool.Commands;

/// <summary>Writes the reports of <c>check</c> as one JSON array, with an object for each file.</summary>
internal static class CheckJson
{
    public static void Write(TextWriter output, IReadOnlyList<FileReport> reports) => JsonOutput.Write(output, json =>
    {
        json.WriteStartArray();
        foreach (var report in reports)
        {
            Write(json, report);
        }

        json.WriteEndArray();
    });

    private static void Write(Utf8JsonWriter json, FileReport report)
    {
        json.WriteStartObject();
        json.WriteString("file", report.File);
        if (report.Unreadable is { } reason)
        {
            json.WriteString("unreadable", reason);
        }

        json.WriteStartArray("classes");
        foreach (var one in report.Classes)
        {
            json.WriteStartObject();
            json.WriteString("name", one.Name);
            WriteFindings(json, one);
            WritePlan(json, one.Plan);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Writes the member <c>findings</c>.</summary>
    public static void WriteFindings(Utf8JsonWriter json, CheckedClass one)
    {
        json.WriteStartArray("findings");
        foreach (var finding in one.Findings)
        {
            json.WriteStartObject();
            json.WriteString("code", finding.Code.Name);
            json.WriteString("severity", SeverityWords.Of(finding.Severity));
            json.WriteNumber("line", finding.Position.Line);
            json.WriteNumber("column", finding.Position.Column);
            json.WriteString("place", finding.Place);
            json.WriteString("what", finding.What);
            json.WriteString("fix", finding.Fix);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Writes what would be mounted; nothing where there is no plan.</summary>
    public static void WritePlan(Utf8JsonWriter json, MountPlan? plan)
    {
        if (plan is null)
        {
            return;
        }

        if (SampleRequest.IsVaultKnown(plan))
        {
            json.WriteString("vault", plan.Vault.AbsoluteUri);
        }

        json.WriteString("accessMode", plan.Access.Name);
        json.WriteStartArray("files");
        foreach (var file in PlannedFile.Of(plan))
        {
            json.WriteStartObject();
            json.WriteString("path", file.Path.Text);
            json.WriteString("mode", file.Permission.ToString());
            json.WriteString("object", file.Entry.Id);
            json.WriteString("version", file.Entry.Version ?? "latest");
            json.WriteNumber("history", file.Entry.History);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
