using System.Text.Json;
using Provider.Tool.Checking;

namespace Provider.Tool.Commands;

/// <summary>Writes what <c>mount</c> did, or would do, as one JSON object, without values.</summary>
internal static class MountJson
{
    public static void Write(TextWriter output, MountOrder order, LocalVolume volume) => Write(output, json =>
    {
        json.WriteString("target", order.Target);
        json.WriteBoolean("written", volume.IsWritten);
        json.WriteStartArray("files");
        foreach (var file in volume.Files)
        {
            json.WriteStartObject();
            json.WriteString("path", file.Path.Text);
            json.WriteString("mode", file.Permission.ToString());
            json.WriteNumber("size", file.Contents.Length);
            json.WriteString("object", file.ObjectId);
            json.WriteString("version", file.ObjectVersion);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("notes");
        foreach (var note in volume.Notes)
        {
            json.WriteStringValue(note);
        }

        json.WriteEndArray();
    });

    public static void WriteDryRun(TextWriter output, MountOrder order, string credential) => Write(output, json =>
    {
        json.WriteBoolean("dryRun", true);
        json.WriteString("target", order.Target);
        json.WriteString("credential", credential);
        CheckJson.WritePlan(json, order.Plan);
    });

    /// <summary>Why nothing was mounted. <c>found</c> is null when it is not the class.</summary>
    public static void WriteError(TextWriter output, string code, string message, CheckedClass? found = null) =>
        Write(output, json =>
    {
        json.WriteStartObject("error");
        json.WriteString("code", code);
        json.WriteString("message", message);
        json.WriteEndObject();
        if (found is not null)
        {
            CheckJson.WriteFindings(json, found);
        }
    });

    private static void Write(TextWriter output, Action<Utf8JsonWriter> members) => JsonOutput.Write(output, json =>
    {
        json.WriteStartObject();
        members(json);
        json.WriteEndObject();
    });
}
