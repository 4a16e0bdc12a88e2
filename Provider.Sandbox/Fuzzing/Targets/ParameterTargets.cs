using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using Provider.Model;
using Provider.Parameters;
using Provider.Yaml;
using Provider.Tool.Checking;

namespace Provider.Sandbox.Fuzzing.Targets;

/// <summary>Requests and manifests: attributes, <c>objects</c>, whole requests, manifests.</summary>
internal static class ParameterTargets
{
    private const string Cloud = "AzurePublicCloud";

    private static readonly ImmutableArray<string> Objects =
    [
        "array:\n  - |\n    objectName: \"a\"   # comment\n    objectType: 'secret'\n    objectAlias: d/e\n  - |\n   "
        + " objectName: b\n    objectType: key\n    objectVersion: latest\n",
        "array:\n  - objectName: a\n    objectType: secret\n    objectVersionHistory: 5\n    filePermission: 0644\n  "
        + "  objectEncoding: base64\n    objectFormat: pfx\n",
        "- {objectName: &x a, objectType: key, objectAlias: *x}\n- >-\n  objectName: c\n\n  objectType: cert\n",
    ];

    private static readonly ImmutableArray<byte[]> YamlTokens = AllTargets.Utf8(
        "[", "]", "{", "}", "- ", "? ", ": ", ", ", "&a ", "*a", "|\n", ">-\n", "!!str ", "!<tag> ", "---\n", "...\n",
        "%YAML 1.2\n", "%TAG ! !\n", "# ",
        "\"", "'", "\\", "\t", "\r\n", "\n  ", "\u0085", "\u2028", "\ufeff", "\0", "~", "null", "<<: ", "0777",
        "99999999999999999999", "../", "a/",
        "objectName: ", "objectType: ", "array:\n", "- |\n    objectName: x\n    objectType: secret\n", "&a [*a,*a]",
        "\n", " ", "é", "\"\\ud800\"", "\"\\U0010ffff\"");

    private static readonly ImmutableArray<byte[]> JsonTokens = AllTargets.Utf8(
        "{", "}", "[", "]", ":", ",", "\"", "\\", "\\u0000", "\\ud800", "\\udc00", "null", "true", "1e999", "-0",
        "{\"a\":", "\"a\":\"b\",", "\"objects\":", "\"usePodIdentity\":\"true\",",
        "\"usepodidentity\":\"false\",", "\"keyvaultName\":", "\"csi.storage.k8s.io/pod.name\":", "\\n", " ", "/*",
        "//", "\ufeff", "é");

    public static ImmutableArray<FuzzTarget> Make() =>
    [
        new FuzzTarget(
            "attributes", AllTargets.Utf8(Objects.Select(Request)), JsonTokens,
            input => Attributes.Read(AllTargets.Text(input)).Find("objects"), IsMalformed),
        new FuzzTarget("objects", AllTargets.Utf8(Objects), YamlTokens, input => ReadObjects(AllTargets.Text(input)),
            _ => false) { Share = 20 },
        new FuzzTarget("request", AllTargets.Utf8(Objects.Select(Request)), [.. JsonTokens, .. YamlTokens], ReadRequest,
            error => error is MountException) { Share = 15 },
        new FuzzTarget("manifest", AllTargets.Utf8(Objects.Select(Manifest)), YamlTokens, Check,
            error => error is YamlFormatException)
        {
            // A file that cannot be read as a whole is read again document by document.
            BytesPerByte = 2_000,
        },
    ];

    private static void ReadObjects(string text)
    {
        var problems = new ProblemList();
        var entries = ObjectsReader.Read(text, problems).Select(entry => EntryRules.Read(entry, default, problems))
            .ToList();
        PathRules.RefuseCollisions(entries, problems);
        if (!problems.IsEmpty)
        {
            // Messages for users quote the text too.
            _ = MountException.From(problems.ToImmutable()).Message;
        }
    }

    // The input's first bytes are the permission, the rest the attributes.
    private static void ReadRequest(byte[] input)
    {
        var text = AllTargets.Text(input);
        var brace = Math.Max(text.IndexOf('{'), 0);
        new PlanReader(Cloud).Read(new MountInput(text[brace..], "null", "/target", brace == 0 ? "420" : text[..brace]))
            .OrThrow();
    }

    private static void Check(byte[] input)
    {
        var checker = new ManifestChecker(new ClassChecker(new PlanReader(Cloud), separateFiles: true));
        foreach (var _ in checker.Check(AllTargets.Text(input)))
        {
            // Each document is read on demand.
        }
    }

    private static bool IsMalformed(Exception error) =>
        error is MountException refused && refused.Code == ErrorCodes.RequestMalformed;

    private static string Request(string objects)
    {
        using var buffer = new MemoryStream();
        using (var json =
            new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("csi.storage.k8s.io/pod.name", "app-0");
            json.WriteString("csi.storage.k8s.io/pod.namespace", "shop");
            json.WriteString("csi.storage.k8s.io/pod.uid", "1d3e0c4a-0000-4000-8000-000000000001");
            json.WriteString("csi.storage.k8s.io/serviceAccount.name", "app");
            json.WriteString("keyvaultName", "demo");
            json.WriteString("usePodIdentity", "true");
            json.WriteString("tenantId", "11111111-1111-1111-1111-111111111111");
            json.WriteString("objects", objects);
            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static string Manifest(string objects) =>
        "apiVersion: secrets-store.csi.x-k8s.io/v1\nkind: SecretProviderClass\nmetadata:\n  name: demo\nspec:\n  "
        + "provider: azure\n"
        + "  secretObjects:\n    - secretName: s\n      type: Opaque\n      data:\n        - objectName: a\n         "
        + " key: k\n"
        + "  parameters:\n    keyvaultName: demo\n    usepodIdentity: \"true\"\n    objects: |\n"
        + string.Concat(objects.Split('\n').Select(line => "      " + line + "\n"));
}
