using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Provider.Sandbox.Bench;

/// <summary>Texts of the parameter <c>objects</c> whose cost might not be linear in their length.</summary>
internal static class YamlShapes
{
    private const string Entry = "objectName: a\n    objectType: secret\n";

    private static readonly ImmutableArray<string> Padded =
    [
        "objectAlias", "objectVersion", "objectVersionHistory", "objectFormat", "objectEncoding", "filePermission",
        "jsonKey", "yamlKey", "objectPart", "optional", "maxObjects", "keyvaultName", "clientID", "metadataAlias",
        "metadataTags", "passwordObject", "keyAlias",
    ];

    /// <summary>The name of each shape, and a function that makes a text of about a given length.</summary>
    public static ImmutableArray<(string Name, Func<int, string> Text)> All { get; } =
    [
        ("entries", Repeated("array:\n", _ => "  - |\n    " + Entry)),
        ("entries as mappings", Repeated("array:\n", _ => "  - " + Entry)),
        ("entries that are not YAML", Repeated("array:\n", _ => "  - |\n    [\n")),
        ("one entry by alias", Repeated("array:\n  - &a |\n    " + Entry, _ => "  - *a\n")),
        ("one entry of unknown fields by alias", size =>
            Repeated("array:\n  - &a |\n", i => $"    x{i}: y\n")(size / 2) + Repeated("", _ => "  - *a\n")(size / 2)),
        ("one entry of padded fields by alias", size => "array:\n- &a {objectName: a, objectType: secret, "
            + string.Join(", ", Padded.Select(field => $"{field}: \"{new string(' ', 4_000)}\"")) + "}\n"
            + string.Concat(Enumerable.Repeat("- *a\n", Math.Min(1_999, size / 500)))),
        ("anchors", Repeated("array:\n", i => $"  - &a{i} x\n")),
        ("tags", Repeated("array:\n", i => $"  - !t{i} x\n")),
        ("tag directives", Repeated("", i => $"%TAG !a{i}! tag:x,2026:\n")),
        ("documents", Repeated("", _ => "---\na\n")),
        ("flow list", Repeated("array: [", _ => "a,")),
        ("flow mapping", Repeated("array: {", i => $"a{i}: b,")),
        ("flow nesting", Repeated("array: ", _ => "[")),
        ("dashes", Repeated("array:\n", _ => "- ")),
        ("keys", Repeated("", i => $"a{i}: b\n")),
        ("keys that are asked for", Repeated("", i => $"? a{i}\n")),
        ("keys without a value", Repeated("", _ => "a\n")),
        ("merge keys", Repeated("a: &a {b: c}\narray:\n", _ => "  - <<: *a\n")),
        ("deepening", Repeated("", i => new string(' ', Math.Min(i, 200)) + "a:\n")),
        ("comments", Repeated("array:\n", _ => "# \n")),
        ("blank lines", Repeated("array:\n  - |\n", _ => "\n")),
        ("blank literals", Repeated("array:\n", _ => "  - |\n\n")),
        ("spaces", Repeated("array:\n", _ => " ")),
        ("a plain text", Repeated("array: ", _ => "a")),
        ("a plain text of lines", Repeated("array:\n", _ => "  a\n")),
        ("a quoted text", Repeated("array: \"", _ => "\\x41")),
        ("a folded text", Repeated("array: >\n", _ => "  a\n\n")),
        ("carriage returns", Repeated("array:\n", _ => "\r")),
        ("a deep path", size => "array:\n  - |\n    objectName: a\n    objectType: secret\n    objectAlias: "
            + Repeated("", _ => "a/")(size) + "a\n"),
        ("deep paths", Repeated("array:\n", i => $"  - |\n    {Entry}    objectAlias: {Path(i)}\n")),
    ];

    private static string Path(int number) =>
        string.Concat(Enumerable.Repeat("a/", 100)) + number.ToString(CultureInfo.InvariantCulture);

    private static Func<int, string> Repeated(string start, Func<int, string> part) => size =>
    {
        var text = new StringBuilder(start);
        for (var number = 0; text.Length < size; number++)
        {
            text.Append(part(number));
        }

        return text.ToString();
    };
}
