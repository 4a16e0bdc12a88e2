using System.Globalization;
using System.Text;
using System.Text.Json;
using Provider.Model;
using Provider.Parameters;

namespace Provider.Sandbox.Bench;

/// <summary>The cost of reading a request.</summary>
internal static class ParseBench
{
    private const int Mebibyte = 1024 * 1024;

    private static readonly PlanReader Reader = new("AzurePublicCloud");

    public static IEnumerable<(string Name, Action Do)> Operations()
    {
        foreach (var count in new[] { 1, 10, 500 })
        {
            var input =
                Request(count,
                    entry =>
                        $"objectName: secret-{entry}\nobjectType: secret\nobjectAlias: folder/{entry}\nobjectVersion: "
                        + "\"\"\n");
            yield return (string.Create(CultureInfo.InvariantCulture, $"request of {count} entries to plan"),
                () => Reader.Read(input).OrThrow());
        }

        var wrong = Request(500, entry => $"objectName: secret_{entry}\nobjectType: secrets\n");
        yield return ("request of 500 entries, each with 2 problems", () => Reader.Read(wrong));
        foreach (var (name, text) in YamlShapes.All)
        {
            var hostile = Request(text(Mebibyte));
            yield return ($"1 MiB: {name}", () => Reader.Read(hostile));
        }
    }

    private static MountInput Request(int count, Func<int, string> entry)
    {
        var objects = new StringBuilder("array:\n");
        for (var i = 0; i < count; i++)
        {
            objects.Append("  - |\n    ").Append(entry(i).TrimEnd().Replace("\n", "\n    ", StringComparison.Ordinal))
                .Append('\n');
        }

        return Request(objects.ToString());
    }

    private static MountInput Request(string objects)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("csi.storage.k8s.io/pod.name", "app-0");
            json.WriteString("csi.storage.k8s.io/pod.namespace", "shop");
            json.WriteString("csi.storage.k8s.io/pod.uid", "1d3e0c4a-0000-4000-8000-000000000001");
            json.WriteString("keyvaultName", "demo");
            json.WriteString("usePodIdentity", "true");
            json.WriteString("objects", objects);
            json.WriteEndObject();
        }

        return new MountInput(Encoding.UTF8.GetString(buffer.ToArray()), "null", "/target", "420");
    }
}
