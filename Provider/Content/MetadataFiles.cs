using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Provider.Model;

namespace Provider.Content;

/// <summary>Makes the files with the metadata of objects, as JSON.</summary>
internal static class MetadataFiles
{
    private static readonly JsonWriterOptions Readable = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Indented = true,
        NewLine = "\n",
    };

    /// <summary>A file for each path in the entries, in the order of their first use.</summary>
    // objects: the versions of each entry's object.
    public static IEnumerable<VolumeFile> Make(
        ImmutableArray<ObjectEntry> entries, ImmutableArray<ImmutableArray<VaultObject>> objects, VolumeRoom room) =>
        entries.All(entry => entry.Metadata is null) ? []
        : entries.Zip(objects).Where(pair => pair.First.Metadata is not null)
            .GroupBy(pair => pair.First.Metadata!.Path, (path, pairs) => room.Take(Make(path, [.. pairs], room)));

    private static VolumeFile Make(
        VolumePath path, ImmutableArray<(ObjectEntry Entry, ImmutableArray<VaultObject> Versions)> described,
        VolumeRoom room)
    {
        var first = described[0].Entry;
        var inputs = new List<string> { "metadata" };
        var text = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(text, Readable))
        {
            json.WriteStartArray();
            foreach (var (entry, version) in Versions(described))
            {
                Write(json, entry, version);
                // While it grows: the tags of many versions can be far more than a volume.
                if (json.BytesCommitted + json.BytesPending > room.Left)
                {
                    throw room.Exceeded(entry);
                }

                inputs.AddRange(Inputs(entry, version));
            }

            json.WriteEndArray();
        }

        text.Write("\n"u8);
        return new VolumeFile(
            first, path, first.Permission, text.WrittenSpan.ToArray(), $"{first.Id}#{path}",
            DerivedVersion.Of([.. inputs]));
    }

    // Attributes and tags change without a new version, which is seen in the time of the update.
    private static string[] Inputs(ObjectEntry entry, VaultObject version) =>
        [entry.Id, entry.Metadata!.HasTags ? "tags" : "", version.Version, Time(version.UpdatedOn)];

    private static IEnumerable<(ObjectEntry Entry, VaultObject Version)> Versions(
        ImmutableArray<(ObjectEntry Entry, ImmutableArray<VaultObject> Versions)> described) =>
        described.SelectMany(one => one.Versions, (one, version) => (one.Entry, version));

    private static void Write(Utf8JsonWriter json, ObjectEntry entry, VaultObject version)
    {
        json.WriteStartObject();
        json.WriteString("object", entry.Id);
        if (entry.VaultName is { } vault)
        {
            json.WriteString("vault", vault);
        }

        json.WriteString("version", version.Version);
        WriteTime(json, "created", version.CreatedOn);
        WriteTime(json, "updated", version.UpdatedOn);
        WriteTime(json, "expires", version.ExpiresOn);
        if (entry.Metadata!.HasTags)
        {
            json.WritePropertyName("tags");
            using var tags = JsonDocument.Parse(version.Tags ?? "{}");
            tags.WriteTo(json);
        }

        json.WriteEndObject();
    }

    private static void WriteTime(Utf8JsonWriter json, string name, DateTimeOffset? time)
    {
        if (time is not null)
        {
            json.WriteString(name, Time(time));
        }
    }

    private static string Time(DateTimeOffset? time) =>
        time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "";
}
