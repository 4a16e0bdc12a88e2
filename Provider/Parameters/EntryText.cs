using System.Collections.Frozen;
using System.Collections.Immutable;
using Provider.Model;
using Provider.Yaml;

namespace Provider.Parameters;

/// <summary>One item of <c>objects</c>, its shape checked. <c>index</c>: its place in the list, from 0.</summary>
internal sealed class EntryText(int index, YamlMapping fields, YamlNode item)
{
    public const string ObjectName = "objectName";
    public const string ObjectType = "objectType";
    public const string ObjectAlias = "objectAlias";
    public const string ObjectVersion = "objectVersion";
    public const string ObjectVersionHistory = "objectVersionHistory";
    public const string ObjectFormat = "objectFormat";
    public const string ObjectEncoding = "objectEncoding";
    public const string FilePermission = "filePermission";

    // Beyond the Go provider, which ignores them.
    public const string JsonKey = "jsonKey";
    public const string YamlKey = "yamlKey";
    public const string JmesPath = "jmesPath";
    public const string ObjectPart = "objectPart";
    public const string Optional = "optional";
    public const string Default = "default";
    public const string FindObjects = "find";
    public const string MaxObjects = "maxObjects";
    public const string KeyVaultName = "keyvaultName";
    public const string ClientId = "clientID";
    public const string MetadataAlias = "metadataAlias";
    public const string MetadataTags = "metadataTags";
    public const string PasswordObject = "passwordObject";
    public const string KeyAlias = "keyAlias";
    public const string JmesPathItem = "path";

    /// <summary>The fields that the Go provider ignores: a class with one of them gives other files there.</summary>
    public static readonly ImmutableArray<string> BeyondGo =
    [
        JsonKey, YamlKey, JmesPath, ObjectPart, Optional, Default, FindObjects, MaxObjects, KeyVaultName, ClientId,
        MetadataAlias, MetadataTags, PasswordObject, KeyAlias,
    ];

    public static readonly ImmutableArray<string> All =
    [
        ObjectName, ObjectType, ObjectAlias, ObjectVersion, ObjectVersionHistory, ObjectFormat, ObjectEncoding,
        FilePermission,
        .. BeyondGo,
    ];

    public const string FewerFields = "Remove the unknown fields.";

    // The longest path of Linux (PATH_MAX). An alias repeats a field in each entry, so reading one must not take long.
    private const int MostCharacters = 4096;

    public static readonly ImmutableArray<string> OfJmesPath = [JmesPathItem, ObjectAlias, FilePermission];

    private static readonly FrozenSet<string> AnyCase = All.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Its place in <c>objects</c>, counted from 0.</summary>
    public int Index { get; } = index;

    /// <summary>Whether it was written as text, which is the documented shape, and not as a mapping.</summary>
    public bool IsText => item is YamlScalar;

    public YamlMapping Fields { get; } = fields;

    /// <summary>The trimmed text; empty when absent, null when not text, which adds a problem.</summary>
    public string? Find(string field, ProblemList problems) => Text(Node(field), field, problems);

    public string? Text(YamlNode? node, string field, ProblemList problems)
    {
        switch (node)
        {
            case null or YamlScalar { IsNull: true }:
                return "";
            case YamlScalar { Text.Length: > MostCharacters }:
                Refuse(problems, field, $"is longer than {MostCharacters} characters", "Shorten it.", node: node);
                return null;
            case YamlScalar scalar:
                return scalar.Trimmed;
            default:
                Refuse(problems, field, "is a list or a mapping", "Write text or a number.", node: node);
                return null;
        }
    }

    /// <summary>Adds a problem with one of the fields. <c>node</c> is null for the field itself.</summary>
    public void Refuse(
        ProblemList problems, string field, string what, string fix, ErrorCode? code = null, YamlNode? node = null)
    {
        var name = Node(ObjectName) is YamlScalar { Text.Length: <= MostCharacters } scalar ? scalar.Trimmed : null;
        var place = new ProblemPlace(ParameterNames.Objects, Index, name, field, Position(node ?? Node(field)));
        problems.Add(new Problem(code ?? ErrorCodes.EntryInvalid, place, what, fix));
    }

    /// <summary>Whether a mapping in the entry has no more fields than allowed; if not, adds a problem.</summary>
    public bool CheckFields(YamlMapping mapping, string field, ProblemList problems)
    {
        if (mapping.Entries.Length <= ObjectsReader.MostFields)
        {
            return true;
        }

        Refuse(problems, field, $"has more than {ObjectsReader.MostFields} fields", FewerFields, node: mapping);
        return false;
    }

    /// <summary>Hints at fields in another spelling than the documented one, which are not read.</summary>
    public void HintAtSpellings(ProblemList problems)
    {
        foreach (var (key, _) in Fields.Entries)
        {
            if (!problems.HasRoomForHints)
            {
                return;
            }

            if (Documented(key.Text) is { } documented && documented != key.Text)
            {
                var place = new ProblemPlace(ParameterNames.Objects, Index, null, key.Text, Position(key));
                problems.AddHint(HintKind.FieldSpelling, place,
                    "is ignored, because fields count in their exact spelling only", $"Write {documented}.");
            }
        }
    }

    /// <summary>The documented spelling of a field, its name in any case; null when there is no such field.</summary>
    public static string? Documented(string field) =>
        AnyCase.TryGetValue(field, out var known) ? known : null;

    /// <summary>Where a node of the entry is in <c>objects</c>; without one, where the entry is.</summary>
    public TextPosition Position(YamlNode? node) =>
        node is null ? item.Position : item is YamlScalar text ? text.Resolve(node.Position) : node.Position;

    public bool IsSet(string field) =>
        Node(field) is { } node and not YamlScalar { IsNull: true } and not YamlScalar { Text: "" };

    /// <summary>The value by the exact spelling, as the Go provider reads it; null where absent.</summary>
    public YamlNode? Node(string field) => Fields.Find(field);
}
